using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Accounts;

/// <summary>What an API client gets for a sign-in.</summary>
/// <param name="RefreshToken">Exchanged once for the next two.</param>
public sealed record AccountTokens(string AccessToken, DateTime AccessExpiresAt, string RefreshToken, DateTime RefreshExpiresAt);

/// <summary>
/// Issues the tokens of API clients. A refresh token is exchanged once, and one that comes a second time ends all that
/// stem from its sign-in. An answer can be lost, so for half a minute a second time gives the first answer again, as long
/// as nobody has used what it gave.
/// </summary>
public sealed class TokenIssuer(IShopDbFactory shop, AccountKeys keys, AccessTokens access, IOptions<StaffOptions> staff, TimeProvider clock)
{
    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(30);

    /// <summary>How long a lost answer is given again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Tokens for an account that was let in at the door.</summary>
    public async Task<AccountTokens> IssueAsync(Account account, CancellationToken ct = default)
    {
        var first = NewToken(Secrets.New(32), account.Id, Guid.CreateVersion7(), StampVersion(account.SecurityStamp));
        await using var db = shop.Open();
        db.RefreshTokens.Add(first.Row);
        await db.SaveChangesAsync(ct);
        return await TokensAsync(db, first, ct);
    }

    /// <summary>Exchanges a refresh token.</summary>
    /// <param name="token">Anything at all.</param>
    public async Task<Result<AccountTokens>> RefreshAsync(string? token, CancellationToken ct = default)
    {
        if (!Input.IsKey(token))
        {
            return AccountProblems.TokenDead;
        }

        // Not as a result: a refusal that ends a family must be kept.
        var tokens = await shop.InTransactionAsync(db => ExchangeAsync(db, token!, ct), ct);
        return tokens is null ? AccountProblems.TokenDead : tokens;
    }

    /// <summary>Ends all tokens that stem from the same sign-in; a token that is none changes nothing.</summary>
    /// <param name="token">Anything at all.</param>
    public Task RevokeAsync(string? token, CancellationToken ct = default) => !Input.IsKey(token) ? Task.CompletedTask
        : shop.InTransactionAsync(
            async db =>
            {
                var hash = Secrets.Hash(token!);
                return await RevokeAsync(db, await db.RefreshTokens.Where(t => t.TokenHash == hash).Select(t => t.FamilyId).SingleOrDefaultAsync(ct), Now, ct);
            },
            ct);

    /// <summary>Changes when the account's stamp does, and tells nothing of it.</summary>
    public static string StampVersion(string? stamp) => Secrets.Hash(stamp ?? "")[..16];

    /// <summary>Until none is left: an exchange that was under way adds one that the first look could not see.</summary>
    internal static async Task<bool> RevokeAsync(ShopDb db, Guid familyId, DateTime now, CancellationToken ct)
    {
        while (await db.RefreshTokens.Where(t => t.FamilyId == familyId && t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), ct) > 0)
        {
        }

        return true;
    }

    private async Task<AccountTokens?> ExchangeAsync(ShopDb db, string token, CancellationToken ct)
    {
        var (hash, now) = (Secrets.Hash(token), Now);
        var found = await db.RefreshTokens.AsNoTracking().Where(t => t.TokenHash == hash)
            .Join(db.Accounts, t => t.AccountId, a => a.Id, (row, a) => new { row, a.SecurityStamp }).SingleOrDefaultAsync(ct);
        if (found is null || found.row.RevokedAt is not null || found.row.ExpiresAt <= now || found.row.Stamp != StampVersion(found.SecurityStamp))
        {
            return null;
        }

        var next = NewToken(keys.NextRefresh(token), found.row.AccountId, found.row.FamilyId, found.row.Stamp);
        var used = await db.RefreshTokens.Where(t => t.Id == found.row.Id && t.UsedAt == null && t.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), ct);
        if (used == 0)
        {
            return await RepeatAsync(db, found.row, next, ct);
        }

        db.RefreshTokens.Add(next.Row);
        await db.SaveChangesAsync(ct);
        return await TokensAsync(db, next, ct);
    }

    /// <summary>The first answer once more, or the end of the family: then somebody else has the token, or had it.</summary>
    private async Task<AccountTokens?> RepeatAsync(ShopDb db, RefreshToken row, (string Token, RefreshToken Row) next, CancellationToken ct)
    {
        var (hash, since) = (next.Row.TokenHash, Now - Patience);
        var usedLately = await db.RefreshTokens.AnyAsync(t => t.Id == row.Id && t.RevokedAt == null && t.UsedAt > since, ct);
        var given = await db.RefreshTokens.AsNoTracking().SingleOrDefaultAsync(t => t.TokenHash == hash && t.UsedAt == null && t.RevokedAt == null, ct);
        if (usedLately && given is not null)
        {
            return await TokensAsync(db, (next.Token, given), ct);
        }

        await RevokeAsync(db, row.FamilyId, Now, ct);
        return null;
    }

    private (string Token, RefreshToken Row) NewToken(string token, long accountId, Guid familyId, string stamp)
    {
        var now = Now;
        return (token, new RefreshToken
        {
            AccountId = accountId, FamilyId = familyId, TokenHash = Secrets.Hash(token), Stamp = stamp, CreatedAt = now, ExpiresAt = now + RefreshLife,
        });
    }

    private async Task<AccountTokens> TokensAsync(ShopDb db, (string Token, RefreshToken Row) refresh, CancellationToken ct)
    {
        var row = refresh.Row;
        var (token, expires) = access.Write(row.AccountId, await AccountQueries.RolesAsync(db, row.AccountId, staff.Value, ct), row.Stamp);
        return new AccountTokens(token, expires, refresh.Token, row.ExpiresAt);
    }
}
