using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Carts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Begins and ends the session of an account in this browser.</summary>
public sealed class AccountSession(
    IHttpContextAccessor accessor, IUserClaimsPrincipalFactory<Account> claims, AccountKeys keys, CartMerge merge, CartSession cart,
    SignInManager<Account> identity)
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

    /// <summary>Writes the cookie anew, after a change that ends all older ones.</summary>
    public Task RenewAsync(Account account) => WriteAsync(account);

    /// <summary>Forgets the account in this browser, and with it the browser's own cart and orders: the next person begins anew.</summary>
    public Task EndAsync()
    {
        cart.Forget();
        return Context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>
    /// Whose session this is, asked of the database at once: elsewhere a session that was ended lives on for minutes.
    /// </summary>
    /// <returns>Null for a guest, and for a session that has ended.</returns>
    public async Task<Account?> FindAsync() => await identity.ValidateSecurityStampAsync(Context.User);

    private async Task WriteAsync(Account account) => await Context.SignInAsync(
        IdentityConstants.ApplicationScheme, await claims.CreateAsync(account), new AuthenticationProperties { IsPersistent = true });
}
