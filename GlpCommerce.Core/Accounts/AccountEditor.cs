using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Opens accounts. Who registers an address hears the same, and causes the same statements and hashing, whether it has an
/// account or not: what is the case stands in the e-mail, for the mailbox's holder alone.
/// </summary>
public sealed class AccountEditor(IShopDbFactory shop, Passwords passwords, AccountLinks links, AccountPost post, TimeProvider clock)
{
    /// <param name="email">As it was typed; anything at all.</param>
    /// <param name="password">As it was typed; anything at all.</param>
    /// <returns>The address that an e-mail goes to.</returns>
    public async Task<Result<string>> RegisterAsync(string? email, string? password, CancellationToken ct = default)
    {
        var problems = new List<Problem>();
        var address = EmailAddress.Check(email, problems);
        if (Passwords.Refuse(password, address) is { } weak)
        {
            problems.Add(weak);
        }

        if (problems.Count > 0)
        {
            return problems;
        }

        var account = NewAccount(address, await passwords.HashAsync(password!, ct));
        await shop.InTransactionAsync(db => RegisterAsync(db, account, ct), ct);
        return address;
    }

    /// <summary>Confirms the address that a link was sent to.</summary>
    /// <param name="token">What the link carried; anything at all.</param>
    public Task<Result<Account>> ConfirmEmailAsync(string? token, CancellationToken ct = default) =>
        shop.InTransactionAsync(db => ConfirmAsync(db, token, ct), ct);

    private Account NewAccount(string email, string hash)
    {
        var key = EmailAddress.Key(email);
        return new Account
        {
            UserName = email,
            NormalizedUserName = key,
            Email = email,
            NormalizedEmail = key,
            PasswordHash = hash,
            SecurityStamp = Secrets.New(),
            CartSeed = Secrets.New(),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
    }

    /// <summary>
    /// One statement for a new address, for one that waits to be confirmed (the last to register it sets the password, and
    /// older links end) and for one that has an account, which it leaves alone.
    /// </summary>
    private async Task<bool> RegisterAsync(ShopDb db, Account account, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Accounts" ("UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "PasswordHash", "SecurityStamp",
                "ConcurrencyStamp", "CartSeed", "CreatedAt", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount", "HasTemporaryPassword")
            VALUES ({account.UserName}, {account.NormalizedUserName}, {account.Email}, {account.NormalizedEmail}, {false}, {account.PasswordHash}, {account.SecurityStamp},
                {account.ConcurrencyStamp}, {account.CartSeed}, {account.CreatedAt}, {false}, {false}, {false}, 0, {false})
            ON CONFLICT ("NormalizedUserName") DO UPDATE SET "UserName" = excluded."UserName", "Email" = excluded."Email", "PasswordHash" = excluded."PasswordHash",
                "SecurityStamp" = excluded."SecurityStamp", "CartSeed" = excluded."CartSeed", "ConcurrencyStamp" = excluded."ConcurrencyStamp", "CreatedAt" = excluded."CreatedAt"
            WHERE NOT "Accounts"."EmailConfirmed"
            """, ct);
        var known = await db.Accounts.Where(a => a.NormalizedUserName == account.NormalizedUserName).Select(a => new { a.Id, a.EmailConfirmed }).SingleAsync(ct);
        post.Add(db, known.Id, known.EmailConfirmed ? AccountMailKind.AlreadyRegistered : AccountMailKind.ConfirmEmail);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task<Result<Account>> ConfirmAsync(ShopDb db, string? token, CancellationToken ct)
    {
        if (await links.ReadAsync(db, token, AccountMailKind.ConfirmEmail, ct) is not var (mail, account) || !await links.UseAsync(db, mail, ct))
        {
            return AccountProblems.LinkDead;
        }

        // Not if it was registered anew, with another password, since the link was read.
        var confirmed = await db.Accounts.Where(a => a.Id == account.Id && a.SecurityStamp == account.SecurityStamp)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.EmailConfirmed, true).SetProperty(a => a.ConcurrencyStamp, Secrets.New()), ct);
        account.EmailConfirmed = true;
        return confirmed == 1 ? account : AccountProblems.LinkDead;
    }
}
