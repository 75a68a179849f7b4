using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace GlpCommerce.Web.Admin;

/// <summary>
/// Who sits before the page. The page itself hears within a minute that its session has ended; here that is asked anew for each
/// act, so that a role that was taken away and a session that was ended count at once.
/// </summary>
public sealed class StaffSession(AuthenticationStateProvider state, SessionEditor sessions)
{
    /// <returns>Somebody without any right when the session has ended.</returns>
    public async Task<Actor> ActorAsync()
    {
        var person = (await state.GetAuthenticationStateAsync()).User;
        return person.Actor is not { } actor ? new Actor(0, Roles.Customer)
            : await HasEndedAsync(person, actor) ? actor with { Role = Roles.Customer }
            : actor;
    }

    private async Task<bool> HasEndedAsync(ClaimsPrincipal person, Actor actor)
    {
        try
        {
            return person.SessionId is { } session && !await sessions.SeeAsync(actor.AccountId, session);
        }
        catch (Exception error) when (error.IsOutage())
        {
            // Nothing can be done while the database is away; what is tried says so itself.
            return false;
        }
    }
}
