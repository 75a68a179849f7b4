using System.Buffers.Text;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>A passkey as its holder sees it.</summary>
/// <param name="Id">What the shop's pages call it; it opens nothing.</param>
public sealed record PasskeyView(string Id, string Name, DateTime AddedAt, DateTime? LastUsedAt);

/// <summary>Reads an account's passkeys.</summary>
public sealed class PasskeyQueries(IShopDbFactory shop)
{
    /// <summary>A column that Identity's row knows nothing of.</summary>
    internal const string LastUsedAt = "LastUsedAt";

    /// <summary>All of them, the oldest first.</summary>
    public async Task<IReadOnlyList<PasskeyView>> OfAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var rows = await db.Passkeys.AsNoTracking().Where(p => p.UserId == accountId)
            .Select(p => new { Passkey = p, LastUsed = EF.Property<DateTime?>(p, LastUsedAt) }).ToListAsync(ct);
        return [.. rows.OrderBy(row => row.Passkey.Data.CreatedAt).Select(row => new PasskeyView(
            Base64Url.EncodeToString(row.Passkey.CredentialId), row.Passkey.Data.Name ?? "", row.Passkey.Data.CreatedAt.UtcDateTime, row.LastUsed))];
    }
}
