using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Throws away what counts no more, and addresses that nobody confirmed: what is not kept cannot be stolen.</summary>
public sealed class AccountHousekeeping(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>Who has not confirmed an address by then must have written it wrong, or did not mean it.</summary>
    private static readonly TimeSpan LongestUnconfirmed = TimeSpan.FromDays(7);

    /// <summary>A used or old link is told from one that never was for a while; and mails are counted by the hour.</summary>
    private static readonly TimeSpan LinksAreKept = TimeSpan.FromDays(1);

    /// <summary>A browser that has not come for so long has thrown its cookie away; it is two weeks old by then at most.</summary>
    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(15);

    public async Task RunAsync(CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (tries, links, unconfirmed) = (now - AccountTries.Pause, now - LinksAreKept, now - LongestUnconfirmed);
        var (sessions, unseen) = (now - SessionEditor.Life, now - CookieLife);
        await using var db = shop.Open();
        var accounts = db.Accounts;
        await db.SignInTries.Where(t => t.LastAt <= tries).ExecuteDeleteAsync(ct);
        await db.RefreshTokens.Where(t => t.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        await db.DeviceSessions.Where(s => s.CreatedAt <= sessions || s.LastSeenAt <= unseen || !accounts.Any(a => a.Id == s.AccountId && a.SecurityStamp == s.Stamp))
            .ExecuteDeleteAsync(ct);
        await db.AccountMails.Where(m => m.ExpiresAt <= links).ExecuteDeleteAsync(ct);
        await db.Accounts.Where(a => !a.EmailConfirmed && a.CreatedAt <= unconfirmed).ExecuteDeleteAsync(ct);
    }
}
