using System.Globalization;
using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Features.Carts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Begins and ends the session of an account in this browser.</summary>
public sealed class AccountSession(
    IHttpContextAccessor accessor, IUserClaimsPrincipalFactory<Account> claims, AccountKeys keys, CartMerge merge, CartSession cart,
    SignInManager<Account> identity, SessionEditor sessions, CartNotice notice)
{
    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A session belongs to a request.");

    /// <summary>Signs in whoever was let in at the door, and pours the browser's cart into the account's.</summary>
    /// <returns>What of the cart did not fit, in sentences.</returns>
    public async Task<IReadOnlyList<Problem>> BeginAsync(Account account, CancellationToken ct = default)
    {
        var left = cart.GuestId is { } guest ? await merge.PourAsync(guest, keys.CartSession(account), ct) : [];
        await WriteAsync(account);
        return left;
    }

    /// <summary>Begins the session, and says where to go on: to what did not fit into the cart, to a new password, or where somebody came from.</summary>
    public async Task<string> ArriveAsync(Account account, string? returnTo, CancellationToken ct = default)
    {
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        var left = await BeginAsync(account, ct);
        if (left.Count > 0)
        {
            notice.Leave(left);
            return "/cart";
        }

        return account.HasTemporaryPassword ? AccountPage.NewPasswordFirst : returnTo ?? "/account";
    }

    /// <summary>Remembers for some minutes, in the browser and sealed, who knew the password and has still to show the code.</summary>
    public Task AskForCodeAsync(Account account)
    {
        Claim[] known = [new(AccessClaims.Account, account.Id.ToString(CultureInfo.InvariantCulture)), new(AccessClaims.Stamp, account.SecurityStamp!)];
        return Context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(new ClaimsIdentity(known, IdentityConstants.TwoFactorUserIdScheme)));
    }

    /// <summary>Who has still to show the code; null for nobody.</summary>
    public async Task<(long AccountId, string? Stamp)?> AskedAsync() =>
        (await Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal is { AccountId: { } id } person ? (id, person.FindFirstValue(AccessClaims.Stamp)) : null;

    /// <summary>Writes the cookie anew, after a change that ends all older ones.</summary>
    public async Task RenewAsync(Account account)
    {
        await EndRowAsync();
        await WriteAsync(account);
    }

    /// <summary>Forgets the account in this browser, and with it the browser's own cart and orders: the next person begins anew.</summary>
    public async Task EndAsync()
    {
        cart.Forget();
        await EndRowAsync();
        await Context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>
    /// Whose session this is, asked of the database at once: elsewhere a session that was ended lives on for minutes.
    /// </summary>
    /// <returns>Null for a guest, and for a session that has ended.</returns>
    public async Task<Account?> FindAsync() => await identity.ValidateSecurityStampAsync(Context.User);

    /// <summary>A copy of the cookie is worth nothing from here on. While the database is away, at least this browser forgets it.</summary>
    private async Task EndRowAsync()
    {
        if (Context.User is { AccountId: { } account, SessionId: { } session })
        {
            try
            {
                await sessions.EndAsync(account, session);
            }
            catch (Exception error) when (error.IsOutage())
            {
            }
        }
    }

    private async Task WriteAsync(Account account)
    {
        var person = await claims.CreateAsync(account);
        var session = await sessions.BeginAsync(account, Context.Request.Headers.UserAgent);
        person.Identities.First().AddClaim(new Claim(AccessClaims.Session, session.ToString()));
        await Context.SignInAsync(IdentityConstants.ApplicationScheme, person, new AuthenticationProperties { IsPersistent = true });
    }
}
