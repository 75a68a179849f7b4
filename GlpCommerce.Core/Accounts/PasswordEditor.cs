using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Sets new passwords. With each, every session, token and link of the account from before ends, and the secret of its cart.</summary>
public sealed class PasswordEditor(
    IShopDbFactory shop, Passwords passwords, AccountLinks links, AccountTries tries, AccountPost post, AccountCart cart)
{
    /// <summary>Sends a link to choose a new password. An address without an account hears the same and causes the same statements.</summary>
    /// <param name="email">As it was typed; anything at all.</param>
    /// <returns>The address that an e-mail goes to, if it has an account.</returns>
    public async Task<Result<string>> ForgotPasswordAsync(string? email, CancellationToken ct = default)
    {
        var problems = new List<Problem>();
        var address = EmailAddress.Check(email, problems);
        if (problems.Count > 0)
        {
            return problems;
        }

        await shop.InTransactionAsync(db => SendLinkAsync(db, EmailAddress.Key(address), ct), ct);
        return address;
    }

    /// <summary>Whether a link to a new password still counts. That does not use it up, and tells nothing of its account.</summary>
    /// <param name="token">What the link carried; anything at all.</param>
    public async Task<bool> IsLinkLiveAsync(string? token, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await links.ReadAsync(db, token, AccountMailKind.ResetPassword, ct) is not null;
    }

    /// <summary>
    /// Sets the password of whoever reads the mailbox that the link was sent to; that confirms the address as well. Where there was
    /// a password before, somebody else may have known it: passkeys and accounts elsewhere end with it.
    /// </summary>
    /// <param name="token">What the link carried; anything at all.</param>
    /// <param name="password">As it was typed; anything at all.</param>
    public async Task<Result<Account>> ResetPasswordAsync(string? token, string? password, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        if (await links.ReadAsync(db, token, AccountMailKind.ResetPassword, ct) is not var (mail, account))
        {
            return AccountProblems.LinkDead;
        }

        if (Passwords.Refuse(password, account.Email!) is { } weak)
        {
            return weak;
        }

        var hash = await passwords.HashAsync(password!, ct);
        var hadPassword = account.PasswordHash is not null;
        return await shop.InTransactionAsync<Result<Account>>(
            async db =>
            {
                if (!await links.UseAsync(db, mail, ct) || !await SetAsync(db, account, hash, ct))
                {
                    return AccountProblems.LinkDead;
                }

                if (hadPassword)
                {
                    await OtherWaysIn.CloseAsync(db, account.Id, ct);
                }

                return account;
            },
            ct);
    }

    /// <summary>Sets the password of whoever is signed in and knows the present one.</summary>
    public async Task<Result<Account>> ChangePasswordAsync(long accountId, string? currentPassword, string? password, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, ct) is not { } account)
        {
            return AccountProblems.Gone;
        }

        if (Refuse(currentPassword, password, account.Email!) is { Count: > 0 } problems)
        {
            return problems;
        }

        if (account.PasswordHash is null)
        {
            return AccountProblems.PasswordNone;
        }

        if (!await tries.CountAsync(account.NormalizedUserName!, ct)
            || !await tries.LookAsync(account.NormalizedUserName!, counted: true, () => passwords.MatchAsync(account.PasswordHash, currentPassword!, ct)))
        {
            return AccountProblems.CurrentPasswordWrong;
        }

        var hash = await passwords.HashAsync(password!, ct);
        return await shop.InTransactionAsync(async db => await SetAsync(db, account, hash, ct) ? account : (Result<Account>)AccountProblems.Gone, ct);
    }

    private static List<Problem> Refuse(string? currentPassword, string? password, string email) =>
        [.. new[] { string.IsNullOrEmpty(currentPassword) ? AccountProblems.CurrentPasswordMissing : null, Passwords.Refuse(password, email) }.OfType<Problem>()];

    private async Task<int> SendLinkAsync(ShopDb db, string key, CancellationToken ct)
    {
        var accountId = await db.Accounts.Where(a => a.NormalizedUserName == key).Select(a => (long?)a.Id).SingleOrDefaultAsync(ct);
        post.Add(db, accountId, AccountMailKind.ResetPassword);
        return await db.SaveChangesAsync(ct);
    }

    /// <summary>False when the account got another password, or was signed out everywhere, since it was read.</summary>
    private async Task<bool> SetAsync(ShopDb db, Account account, string hash, CancellationToken ct)
    {
        var (stamp, seed, read) = (Secrets.New(), Secrets.New(), account.SecurityStamp);
        var set = await db.Accounts.Where(a => a.Id == account.Id && a.SecurityStamp == read).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.PasswordHash, hash).SetProperty(a => a.SecurityStamp, stamp).SetProperty(a => a.CartSeed, seed)
                .SetProperty(a => a.ConcurrencyStamp, stamp).SetProperty(a => a.EmailConfirmed, true).SetProperty(a => a.HasTemporaryPassword, false), ct);
        if (set == 0)
        {
            return false;
        }

        await cart.MoveAsync(db, account.Id, account.CartSeed, seed, ct);
        (account.PasswordHash, account.SecurityStamp, account.CartSeed) = (hash, stamp, seed);
        (account.EmailConfirmed, account.HasTemporaryPassword) = (true, false);
        await tries.ForgetAsync(db, account.NormalizedUserName!, ct);
        post.Add(db, account.Id, AccountMailKind.PasswordChanged);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
