using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using Microsoft.AspNetCore.Components.Authorization;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Somebody who is signed in where components ask who it is.</summary>
internal sealed class SignedIn(Actor actor) : AuthenticationStateProvider
{
    /// <summary>Without a session that could end, so nobody is asked for it.</summary>
    public static StaffSession As(Actor actor) => new(new SignedIn(actor), sessions: null!);

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
        [new(AccessClaims.Account, actor.AccountId.ToString(System.Globalization.CultureInfo.InvariantCulture)), new(ClaimTypes.Role, actor.Role)], "test"))));
}
