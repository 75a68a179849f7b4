using GlpCommerce.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Identity's look at a cookie, which here also asks whether the session that the cookie belongs to still is there.</summary>
internal sealed class AccountSignIn(
    UserManager<Account> users, IHttpContextAccessor accessor, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation, SessionEditor sessions)
    : SignInManager<Account>(users, accessor, claims, options, logger, schemes, confirmation)
{
    public override async Task<Account?> ValidateSecurityStampAsync(System.Security.Claims.ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { } account
            && principal?.SessionId is { } session && await sessions.SeeAsync(account.Id, session, Context.RequestAborted) ? account : null;
}
