using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Lets in whoever knows the password of a confirmed address. An address without an account costs the same statements and
/// the same hashing, and hears the same words.
/// </summary>
public sealed class AccountDoor(IShopDbFactory shop, Passwords passwords, AccountTries tries, AccountPost post, AccountCart cart, DataFolder folder)
{
    /// <summary>Checks the password, and nothing else: the caller begins a session, or issues tokens.</summary>
    /// <param name="email">As it was typed; anything at all.</param>
    /// <param name="password">As it was typed; anything at all.</param>
    public async Task<Result<Account>> SignInAsync(string? email, string? password, CancellationToken ct = default)
    {
        var problems = new List<Problem>();
        var key = EmailAddress.Key(EmailAddress.Check(email, problems));
        if (string.IsNullOrEmpty(password))
        {
            problems.Add(AccountProblems.PasswordMissing);
        }

        if (problems.Count > 0)
        {
            return problems;
        }

        var mayTry = await tries.CountAsync(key, ct);
        var match = await tries.LookAsync(key, mayTry, () => MatchAsync(key, password!, ct));
        var known = mayTry ? match : null;
        if (known is { EmailConfirmed: true })
        {
            await using var db = shop.Open();
            await tries.ForgetAsync(db, key, ct);
            if (known.HasTemporaryPassword)
            {
                FirstPassword.Forget(folder);
            }

            return known;
        }

        await shop.InTransactionAsync(db => TurnAwayAsync(db, known, ct), ct);
        return AccountProblems.NoMatch;
    }

    /// <summary>Asks whoever is signed in for the password once more, before what cannot be undone.</summary>
    /// <returns>The account, or <c>password.wrong</c>.</returns>
    public async Task<Result<Account>> ProveAsync(long accountId, string? password, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, ct) is not { } account)
        {
            return AccountProblems.Gone;
        }

        if (account.PasswordHash is null)
        {
            return AccountProblems.PasswordNone;
        }

        if (!await tries.CountAsync(account.NormalizedUserName!, ct)
            || !await tries.LookAsync(account.NormalizedUserName!, counted: true, () => passwords.MatchAsync(account.PasswordHash, password ?? "", ct)))
        {
            return AccountProblems.CurrentPasswordWrong;
        }

        await tries.ForgetAsync(db, account.NormalizedUserName!, ct);
        return account;
    }

    /// <summary>Ends every session and every token of the account, and the secret of its cart.</summary>
    public Task SignOutEverywhereAsync(long accountId, CancellationToken ct = default) => shop.InTransactionAsync(db => EndAsync(db, accountId, ct), ct);

    /// <summary>False when somebody else did so since the account was read.</summary>
    private async Task<bool> EndAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        var (stamp, seed) = (Secrets.New(), Secrets.New());
        var old = await db.Accounts.Where(a => a.Id == accountId).Select(a => a.CartSeed).SingleOrDefaultAsync(ct);
        var ended = await db.Accounts.Where(a => a.Id == accountId && a.CartSeed == old).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.SecurityStamp, stamp).SetProperty(a => a.ConcurrencyStamp, stamp).SetProperty(a => a.CartSeed, seed), ct);
        if (ended == 1)
        {
            await cart.MoveAsync(db, accountId, old!, seed, ct);
        }

        return ended == 1;
    }

    /// <returns>The account, if this is its password.</returns>
    private async Task<Account?> MatchAsync(string key, string password, CancellationToken ct)
    {
        var account = await FindAsync(key, ct);
        return await passwords.MatchAsync(account?.PasswordHash, password, ct) ? account : null;
    }

    private async Task<Account?> FindAsync(string key, CancellationToken ct)
    {
        await using var db = shop.Open();
        return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == key, ct);
    }

    /// <summary>
    /// Who knows the password but never confirmed the address gets another link to do so. All others cost as much: else a
    /// stranger could register an address, try that password, and tell by the time whether the address had an account before.
    /// </summary>
    /// <param name="known">Who knows the password; null for all others.</param>
    private async Task<int> TurnAwayAsync(ShopDb db, Account? known, CancellationToken ct)
    {
        await tries.ForgetAsync(db, known?.NormalizedUserName ?? "", ct);
        post.Add(db, known?.Id, AccountMailKind.ConfirmEmail);
        return await db.SaveChangesAsync(ct);
    }
}
