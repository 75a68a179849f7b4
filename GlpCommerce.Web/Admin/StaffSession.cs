using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace GlpCommerce.Web.Admin;

/// <summary>Who sits before the page. It is asked anew for each act, so that a role that was taken away counts at once.</summary>
public sealed class StaffSession(AuthenticationStateProvider state)
{
    /// <returns>Somebody without any right when the session has ended.</returns>
    public async Task<Actor> ActorAsync() => (await state.GetAuthenticationStateAsync()).User.Actor ?? new Actor(0, Roles.Customer);
}
