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
    IHttpContextAccessor accessor, AccountClaims claims, AccountKeys keys, CartMerge merge, CartSession cart,
    SignInManager<Account> identity, SessionEditor sessions, SignInProviders providers, LoginEditor logins, CartNotice notice)
{
    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A session belongs to a request.");

    /// <summary>Signs in whoever was let in at the door, and pours the browser's cart into the account's.</summary>
    /// <param name="byPasskey">Whether it was a passkey that let them in.</param>
    /// <returns>What of the cart did not fit, in sentences.</returns>
    public async Task<IReadOnlyList<Problem>> BeginAsync(Account account, bool byPasskey = false, CancellationToken ct = default)
    {
        var left = cart.GuestId is { } guest ? await merge.PourAsync(guest, keys.CartSession(account), ct) : [];
        await WriteAsync(account, byPasskey);
        return left;
    }

    /// <summary>Begins the session, and says where to go on: to what did not fit into the cart, to a new password, or where somebody came from.</summary>
    public async Task<string> ArriveAsync(Account account, string? returnTo, bool byPasskey = false, CancellationToken ct = default)
    {
        await Context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await ConnectAsync(account, ct);
        var left = await BeginAsync(account, byPasskey, ct);
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
        await WriteAsync(account, Context.User.CameByPasskey);
    }

    /// <summary>Forgets the account in this browser, and with it the browser's own cart and orders: the next person begins anew.</summary>
    public async Task EndAsync()
    {
        cart.Forget();
        await EndRowAsync();
        await Context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>
    /// For a page that is open only to somebody who is signed in. A session that was ended elsewhere ends here too: else the
    /// door, which believes the cookie, would send its holder back.
    /// </summary>
    /// <returns>Where the door is, and from there the page again.</returns>
    public async Task<string> ToDoorAsync(string path)
    {
        if (Context.User.AccountId is not null)
        {
            await EndAsync();
        }

        return SignInPage.Before(path);
    }

    /// <summary>
    /// Whose session this is, asked of the database at once: elsewhere a session that was ended lives on for minutes.
    /// </summary>
    /// <returns>Null for a guest, and for a session that has ended.</returns>
    public async Task<Account?> FindAsync() => await identity.ValidateSecurityStampAsync(Context.User);

    /// <summary>
    /// Whoever came from a provider with the address of an account that was not connected with it has now opened that
    /// account by its own means; another account is not meant.
    /// </summary>
    private async Task ConnectAsync(Account account, CancellationToken ct)
    {
        if ((await Context.AuthenticateAsync(ProviderSignIn.Waiting)).Principal is not { } person)
        {
            return;
        }

        await Context.SignOutAsync(ProviderSignIn.Waiting);
        if (providers.Of(person) is { Email: { } email } who && EmailAddress.Key(email) == account.NormalizedEmail)
        {
            await logins.AddAsync(account.Id, account.SecurityStamp, who, ct);
        }
    }

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

    private async Task WriteAsync(Account account, bool byPasskey)
    {
        var person = await claims.CreateAsync(account, byPasskey);
        var session = await sessions.BeginAsync(account, Context.Request.Headers.UserAgent);
        person.Identities.First().AddClaim(new Claim(AccessClaims.Session, session.ToString()));
        await Context.SignInAsync(IdentityConstants.ApplicationScheme, person, new AuthenticationProperties { IsPersistent = true });
    }
}
