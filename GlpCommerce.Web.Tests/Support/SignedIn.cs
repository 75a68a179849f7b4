using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using Microsoft.AspNetCore.Components.Authorization;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Somebody who is signed in where components ask who it is.</summary>
internal sealed class SignedIn(Actor actor) : AuthenticationStateProvider
{
    public static StaffSession As(Actor actor) => new(new SignedIn(actor));

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
        [new(AccessClaims.Account, actor.AccountId.ToString(System.Globalization.CultureInfo.InvariantCulture)), new(ClaimTypes.Role, actor.Role)], "test"))));
}
