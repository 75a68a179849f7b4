using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Finds names that no product has, or had.</summary>
internal static partial class FreeNames
{
    private const int LongestSlug = 120;
    private const int LongestSku = 32;
    private const int LongestName = 160;
    private const int Room = 8;

    public static string CopyOf(string name) => Input.Cut($"Copy of {name}", LongestName);

    /// <summary>From a name, such as <c>whey-isolate</c>; a number follows when that is taken.</summary>
    public static async Task<string> SlugAsync(ShopDb db, string name, CancellationToken ct)
    {
        var start = SlugOf(name, LongestSlug - Room);
        var taken = await db.Products.Where(p => p.Slug.StartsWith(start)).Select(p => p.Slug).ToListAsync(ct);
        return First(start, "-", taken);
    }

    /// <summary>Addresses that one of many new products may get: its name, or its name and SKU.</summary>
    public static IReadOnlyList<string> SlugsOf(string name, string sku) =>
        [SlugOf(name, LongestSlug), $"{SlugOf(name, LongestSlug - LongestSku - 1)}-{SlugOf(sku, LongestSku)}"];

    public static async Task<string> SkuAsync(ShopDb db, string sku, CancellationToken ct)
    {
        var start = Cut(sku, LongestSku - Room) + "-COPY";
        var taken = await db.Products.Where(p => p.Sku.StartsWith(start)).Select(p => p.Sku).ToListAsync(ct);
        return First(start, "", taken);
    }

    private static string SlugOf(string name, int longest)
    {
        var letters = string.Concat(name.Normalize(NormalizationForm.FormKD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));
        var slug = Cut(Others().Replace(letters.ToLowerInvariant(), "-").Trim('-'), longest).Trim('-');
        return slug == "" ? "product" : slug;
    }

    private static string First(string start, string gap, List<string> taken) =>
        Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? start : string.Create(CultureInfo.InvariantCulture, $"{start}{gap}{number}"))
            .First(name => !taken.Contains(name));

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] : text;

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Others();
}
