using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace GlpCommerce.Web.Admin;

/// <summary>
/// Who sits before a page that stays open for hours: a session that was ended, a new password and another role count there
/// within a minute too.
/// </summary>
internal sealed class StaffState(ILoggerFactory loggers, AccountQueries accounts, SessionEditor sessions) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var person = authenticationState.User;
        if (person.AccountId is not { } id)
        {
            return true;
        }

        try
        {
            return person.SessionId is { } session && await sessions.SeeAsync(id, session, cancellationToken) && await accounts.IsCurrentAsync(
                id, person.FindFirstValue(AccessClaims.Stamp), [.. Roles.All.Where(person.IsInRole)], person.CameByPasskey, cancellationToken);
        }
        catch (Exception error) when (error.IsOutage())
        {
            // While the database is away nothing can be done with the page anyway.
            return true;
        }
    }
}
