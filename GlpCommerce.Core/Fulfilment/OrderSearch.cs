using System.Globalization;
using System.Text;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Data.Migrations;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>
/// Finds orders by what somebody on the phone can say: the order's number, the number on the parcel, or the name on it. Each is
/// an index, and of a name that many bear only the newest orders are found.
/// </summary>
public sealed class OrderSearch(IShopDbFactory shop)
{
    /// <summary>As many orders as one search finds.</summary>
    public const int Most = 500;

    private const int MostWords = 6;
    private const int LongestWord = 40;

    private const string Sqlite = "SELECT rowid AS \"Value\" FROM \"OrderNames\" WHERE \"OrderNames\" MATCH {0} ORDER BY rowid DESC LIMIT {1}";

    // Written down first, so that the planner does not walk all orders backwards instead of asking the index.
    private static readonly string Postgres =
        $"WITH named AS MATERIALIZED (SELECT \"Id\" FROM \"Orders\" WHERE {FullText.PostgresName} @@ to_tsquery('simple', {{0}})) " +
        "SELECT \"Id\" AS \"Value\" FROM named ORDER BY \"Id\" DESC LIMIT {1}";

    /// <param name="text">As typed; anything at all.</param>
    /// <returns>The rows of the orders, each once.</returns>
    internal async Task<IReadOnlyList<long>> FindAsync(string? text, CancellationToken ct)
    {
        if (Input.Line(text) is not { } search)
        {
            return [];
        }

        await using var db = shop.Open();
        var found = new HashSet<long>(await TrackedAsync(db, search, ct));
        if (StaffOrderFilter.IdOf(search) is { } id)
        {
            found.Add(id);
        }
        else
        {
            found.UnionWith(await NamedAsync(db, Words(search), ct));
        }

        return [.. found];
    }

    private static async Task<List<long>> TrackedAsync(ShopDb db, string search, CancellationToken ct)
    {
        // As it stands there, and as a USPS barcode is read.
        Carrier[] carriers = [Carrier.Other, Carrier.Usps];
        var numbers = carriers.Select(carrier => Parcel.Check(carrier, search).Value?.TrackingNumber).OfType<string>().Where(number => number.Any(char.IsAsciiDigit)).Distinct().ToList();
        return numbers.Count == 0 ? [] : await db.Shipments.Where(s => numbers.Contains(s.TrackingNumber!))
            .OrderByDescending(s => s.OrderId).Select(s => s.OrderId).Take(Most).ToListAsync(ct);
    }

    private async Task<List<long>> NamedAsync(ShopDb db, List<string> words, CancellationToken ct)
    {
        if (words.Count == 0)
        {
            return [];
        }

        var isSqlite = shop.Provider == DatabaseProvider.Sqlite;
        // Words hold letters and digits only, so quoting them is all the escaping there is. Each may be a beginning.
        var query = isSqlite ? string.Join(' ', words.Select(word => $"\"{word}\"*")) : string.Join(" & ", words.Select(word => $"'{word}':*"));
        return await db.Database.SqlQueryRaw<long>(isSqlite ? Sqlite : Postgres, query, Most).ToListAsync(ct);
    }

    /// <summary>The words of a name in lower case and without accents; what is too much is left out.</summary>
    private static List<string> Words(string text)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.ToLowerInvariant().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            plain.Append(Rune.IsLetterOrDigit(rune) ? rune.ToString() : Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? "" : " ");
        }

        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length <= LongestWord).Take(MostWords)];
    }
}
