using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Says who is staff, and with which role.</summary>
public sealed class StaffEditor(IShopDbFactory shop, Passwords passwords, AuditLog audit, TimeProvider clock)
{
    /// <summary>Gives an account a role, or takes its role away: it has exactly this one afterwards. Repeating it changes nothing.</summary>
    /// <param name="role">One of <see cref="Roles.All"/>; <see cref="Roles.Customer"/> makes it no staff.</param>
    /// <param name="shown">The role that was to be changed, which somebody else may have changed since; null for whichever it is.</param>
    /// <returns>The account's id, or <c>staff.not_allowed</c>, <c>staff.role_unknown</c>, <c>staff.unknown</c>, <c>staff.role_moved</c>, <c>staff.last_admin</c>.</returns>
    public async Task<Result<long>> SetRoleAsync(long accountId, string role, Actor by, string? shown = null, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditStaff) is { } refused)
        {
            return refused;
        }

        return Roles.All.Contains(role) ? await shop.InTransactionAsync(db => SetRoleAsync(db, accountId, role, shown, by, ct), ct) : StaffAccountProblems.NoSuchRole;
    }

    /// <summary>Ends every session and every token of somebody of the staff, who signs in again: a tablet may be stolen.</summary>
    /// <returns>The account's id, or <c>staff.not_allowed</c>, <c>staff.unknown</c>.</returns>
    public async Task<Result<long>> SignOutAsync(long accountId, Actor by, CancellationToken ct = default) =>
        by.Refuse(Rights.EditStaff) is { } refused ? refused : await shop.InTransactionAsync(db => SignOutAsync(db, accountId, by, ct), ct);

    /// <summary>Gives a role to somebody who has opened an account, by its address.</summary>
    /// <param name="email">As it was typed; anything at all.</param>
    /// <returns>As for another role, or <c>staff.no_account</c> where nobody has confirmed that address.</returns>
    public async Task<Result<long>> AppointAsync(string? email, string role, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditStaff) is { } refused)
        {
            return refused;
        }

        var problems = new List<Problem>();
        var key = EmailAddress.Key(EmailAddress.Check(email, problems));
        if (problems.Count > 0)
        {
            return problems;
        }

        await using var db = shop.Open();
        var id = await db.Accounts.Where(a => a.NormalizedUserName == key && a.EmailConfirmed).Select(a => (long?)a.Id).SingleOrDefaultAsync(ct);
        return id is { } accountId ? await SetRoleAsync(accountId, role, by, shown: null, ct) : StaffAccountProblems.NoAccount;
    }

    /// <summary>
    /// Makes somebody staff from outside the shop, at its start or by a command: the account is made if there is none, its
    /// address counts as confirmed, and the password is this one.
    /// </summary>
    /// <param name="isTemporary">Whether another password has to be chosen before the role counts.</param>
    /// <returns>The account's id, or what is wrong with address, password or role.</returns>
    public async Task<Result<long>> AddAsync(string? email, string? password, string role, bool isTemporary, CancellationToken ct = default)
    {
        var problems = new List<Problem>();
        var address = EmailAddress.Check(email, problems);
        if (Passwords.Refuse(password, address) is { } weak)
        {
            problems.Add(weak);
        }

        if (role == Roles.Customer || !Roles.All.Contains(role))
        {
            problems.Add(StaffAccountProblems.NoSuchRole);
        }

        if (problems.Count > 0)
        {
            return problems;
        }

        var hash = await passwords.HashAsync(password!, ct);
        return await shop.InTransactionAsync(db => AddAsync(db, address, hash, role, isTemporary, ct), ct);
    }

    /// <summary>Whether anybody can appoint others.</summary>
    public async Task<bool> HasAdminAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await Admins(db).AnyAsync(ct);
    }

    private static IQueryable<IdentityUserRole<long>> Admins(ShopDb db) =>
        db.AccountRoles.Join(db.Roles.Where(r => r.Name == Roles.Admin), held => held.RoleId, role => role.Id, (held, _) => held);

    private async Task<Result<long>> SetRoleAsync(ShopDb db, long accountId, string role, string? shown, Actor by, CancellationToken ct)
    {
        // Holds the account, so that two who change it come one after another. Who lost a right is signed out everywhere.
        var stamp = Secrets.New();
        if (await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.ConcurrencyStamp, stamp), ct) == 0)
        {
            return StaffAccountProblems.Unknown;
        }

        // What it holds, and not what counts: a role that waits for a new password can be taken away too.
        var before = Roles.Highest(await db.AccountRoles.Where(held => held.UserId == accountId).Join(db.Roles, held => held.RoleId, r => r.Id, (_, r) => r.Name!).ToListAsync(ct));
        if (before == role)
        {
            return accountId;
        }

        if (shown is not null && shown != before)
        {
            return StaffAccountProblems.RoleMoved(before);
        }

        await ReplaceAsync(db, accountId, role, ct);
        await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp), ct);
        await audit.AddAsync(db, by, "staff.role_set", $"account:{accountId}", $"{before} to {role}", ct);
        // Asked last, where everybody who changes roles waits for the audit log: two admins cannot take each other's role.
        return await Admins(db).AnyAsync(ct) ? accountId : StaffAccountProblems.LastAdmin;
    }

    private async Task<Result<long>> SignOutAsync(ShopDb db, long accountId, Actor by, CancellationToken ct)
    {
        var (stamp, held) = (Secrets.New(), db.AccountRoles);
        if (await db.Accounts.Where(a => a.Id == accountId && held.Any(h => h.UserId == accountId))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, stamp).SetProperty(a => a.ConcurrencyStamp, stamp), ct) == 0)
        {
            return StaffAccountProblems.Unknown;
        }

        await audit.AddAsync(db, by, "staff.signed_out", $"account:{accountId}", ct: ct);
        return accountId;
    }

    private async Task<Result<long>> AddAsync(ShopDb db, string email, string hash, string role, bool isTemporary, CancellationToken ct)
    {
        var key = EmailAddress.Key(email);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == key, ct) is not { } account)
        {
            db.Accounts.Add(account = new Account
            {
                UserName = email, NormalizedUserName = key, Email = email, NormalizedEmail = key, CartSeed = Secrets.New(), CreatedAt = clock.GetUtcNow().UtcDateTime,
            });
        }

        (account.PasswordHash, account.SecurityStamp, account.ConcurrencyStamp) = (hash, Secrets.New(), Secrets.New());
        (account.EmailConfirmed, account.HasTemporaryPassword) = (true, isTemporary);
        await db.SaveChangesAsync(ct);
        await ReplaceAsync(db, account.Id, role, ct);
        await OtherWaysIn.CloseAsync(db, account.Id, ct);
        await audit.AddAsync(db, Actor.Shop, "staff.added", $"account:{account.Id}", role, ct);
        return account.Id;
    }

    private static async Task ReplaceAsync(ShopDb db, long accountId, string role, CancellationToken ct)
    {
        await db.AccountRoles.Where(held => held.UserId == accountId).ExecuteDeleteAsync(ct);
        if (role != Roles.Customer)
        {
            var roleId = await db.Roles.Where(r => r.Name == role).Select(r => r.Id).SingleAsync(ct);
            db.AccountRoles.Add(new IdentityUserRole<long> { UserId = accountId, RoleId = roleId });
            await db.SaveChangesAsync(ct);
        }
    }
}

public static class StaffAccountProblems
{
    public static readonly Problem NoSuchRole = new("staff.role_unknown", $"A role is one of these: {string.Join(", ", Roles.All)}.", "role");

    public static readonly Problem Unknown = new("staff.unknown", "There is no such account.");

    public static readonly Problem NoAccount = new(
        "staff.no_account", "Nobody has an account with this address yet. They open one in the shop and confirm the address, then you appoint them here.", "email");

    /// <param name="now">The role it has.</param>
    public static Problem RoleMoved(string now) => new(
        "staff.role_moved", $"Somebody else changed this role since you opened it: it is {now} now. Save once more if yours shall take its place.");

    public static readonly Problem LastAdmin = new("staff.last_admin", "This is the last administrator. Make somebody else one first.");
}
