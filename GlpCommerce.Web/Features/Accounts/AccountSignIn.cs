using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Identity's look at a cookie, which here also asks whether the session that the cookie belongs to still is there.</summary>
internal sealed class AccountSignIn(
    UserManager<Account> users, IHttpContextAccessor accessor, AccountClaims claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation, SessionEditor sessions)
    : SignInManager<Account>(users, accessor, claims, options, logger, schemes, confirmation)
{
    private bool _cameByPasskey;

    public override async Task<Account?> ValidateSecurityStampAsync(ClaimsPrincipal? principal)
    {
        _cameByPasskey = principal?.CameByPasskey == true;
        return await base.ValidateSecurityStampAsync(principal) is { } account
            && principal?.SessionId is { } session && await sessions.SeeAsync(account.Id, session, Context.RequestAborted) ? account : null;
    }

    /// <summary>Made anew for a cookie that was just looked at: how its session began stays as it was.</summary>
    public override Task<ClaimsPrincipal> CreateUserPrincipalAsync(Account user) => claims.CreateAsync(user, _cameByPasskey);
}
