using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Somewhere an account is signed in.</summary>
/// <param name="Device">In words; empty when it is not known.</param>
/// <param name="IsApp">Whether it holds tokens instead of a cookie.</param>
public sealed record SessionView(Guid Id, string Device, bool IsApp, DateTime Since, DateTime LastSeen);

/// <summary>Reads where an account is signed in.</summary>
public sealed class SessionQueries(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>More than anybody has; the newest are shown.</summary>
    private const int Most = 50;

    /// <summary>Browsers and apps, the one that was seen last first.</summary>
    public async Task<IReadOnlyList<SessionView>> OfAsync(long accountId, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = shop.Open();
        var browsers = await SessionEditor.Alive(db, accountId, now).OrderByDescending(s => s.LastSeenAt).Take(Most)
            .Select(s => new SessionView(s.Id, s.Device, false, s.CreatedAt, s.LastSeenAt)).ToListAsync(ct);
        var stamp = TokenIssuer.StampVersion(await db.Accounts.Where(a => a.Id == accountId).Select(a => a.SecurityStamp).SingleOrDefaultAsync(ct));
        var apps = await db.RefreshTokens.Where(t => t.AccountId == accountId && t.Stamp == stamp).GroupBy(t => t.FamilyId)
            .Where(family => family.Any(t => t.UsedAt == null && t.RevokedAt == null && t.ExpiresAt > now))
            .Select(family => new { family.Key, Since = family.Min(t => t.CreatedAt), LastSeen = family.Max(t => t.CreatedAt) })
            .OrderByDescending(family => family.LastSeen).Take(Most).ToListAsync(ct);
        return [.. browsers.Concat(apps.Select(app => new SessionView(app.Key, "", true, app.Since, app.LastSeen))).OrderByDescending(s => s.LastSeen)];
    }
}
