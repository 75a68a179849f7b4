using System.Collections.Concurrent;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Begins and ends the sessions of browsers, and the sign-ins of apps. A cookie is looked up every few minutes and otherwise
/// believed, so this process remembers for that long what was ended through it: there a copied cookie is dead at once.
/// </summary>
public sealed class SessionEditor(IShopDbFactory shop, TimeProvider clock)
{
    /// <summary>When whoever is signed in has to show the password again, however often they come.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>How long a cookie is believed without a look.</summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(5);

    internal const int LongestDevice = 40;

    private static readonly TimeSpan BetweenNotes = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<Guid, DateTime> _ended = new();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <param name="userAgent">What the browser says of itself; anything at all.</param>
    /// <returns>What the cookie carries.</returns>
    public async Task<Guid> BeginAsync(Account account, string? userAgent, CancellationToken ct = default)
    {
        var session = new DeviceSession
        {
            AccountId = account.Id, Stamp = account.SecurityStamp!, Device = DeviceWords.Of(userAgent), CreatedAt = Now, LastSeenAt = Now,
        };
        await using var db = shop.Open();
        db.DeviceSessions.Add(session);
        await db.SaveChangesAsync(ct);
        return session.Id;
    }

    /// <summary>Whether a session still counts; that it was seen is noted every few minutes.</summary>
    public async Task<bool> SeeAsync(long accountId, Guid id, CancellationToken ct = default)
    {
        if (HasEnded(id))
        {
            return false;
        }

        await using var db = shop.Open();
        var (now, noted) = (Now, Now - BetweenNotes);
        var seen = await Alive(db, accountId, now).Where(s => s.Id == id).Select(s => (DateTime?)s.LastSeenAt).SingleOrDefaultAsync(ct);
        if (seen <= noted)
        {
            await db.DeviceSessions.Where(s => s.Id == id && s.LastSeenAt <= noted).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now), ct);
        }

        return seen is not null;
    }

    /// <summary>Whether it was ended through this process lately; asks nobody.</summary>
    public bool HasEnded(Guid id) => _ended.ContainsKey(id);

    /// <summary>Ends a session of a browser, or all tokens of an app's sign-in. What is none, or another's, changes nothing.</summary>
    /// <param name="id">A <see cref="SessionView.Id"/>.</param>
    public async Task EndAsync(long accountId, Guid id, CancellationToken ct = default)
    {
        var ended = await shop.InTransactionAsync(
            async db =>
            {
                if (await db.RefreshTokens.AnyAsync(t => t.FamilyId == id && t.AccountId == accountId, ct))
                {
                    await TokenIssuer.RevokeAsync(db, id, Now, ct);
                }

                return await db.DeviceSessions.Where(s => s.Id == id && s.AccountId == accountId).ExecuteDeleteAsync(ct);
            },
            ct);
        if (ended > 0)
        {
            Remember(id);
        }
    }

    /// <summary>The sessions of an account that count now.</summary>
    internal static IQueryable<DeviceSession> Alive(ShopDb db, long accountId, DateTime now)
    {
        var (youngest, accounts) = (now - Life, db.Accounts);
        return db.DeviceSessions.Where(s => s.AccountId == accountId && s.CreatedAt > youngest && accounts.Any(a => a.Id == s.AccountId && a.SecurityStamp == s.Stamp));
    }

    private void Remember(Guid id)
    {
        var old = Now - (2 * BelievedFor);
        foreach (var (known, _) in _ended.Where(pair => pair.Value <= old))
        {
            _ended.TryRemove(known, out _);
        }

        _ended[id] = Now;
    }
}
