using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Something that a column of a file may be taken as.</summary>
/// <param name="Name">A field's, <see cref="ProductStates.Field"/>, or one that <see cref="ShopifyCells"/> reads.</param>
public sealed record FileColumn(string Name, string Title);

/// <summary>How columns of files are called, here and at Shopify.</summary>
public static class FileColumns
{
    public const string Html = "html";
    public const string Tags = "tags";
    public const string Type = "type";
    public const string Status = "status";
    public const string Published = "published";

    /// <summary>Written by an export and never read: what they say is not changed by a file.</summary>
    public static readonly IReadOnlyList<string> ReadOnly = ["onHand", "reserved", "available"];

    /// <summary>The last column of a file of wrong rows.</summary>
    public const string Why = "why";

    public static readonly IReadOnlyList<FileColumn> All =
    [
        .. ProductFields.All.Select(field => new FileColumn(field.Name, field.Title)), new(ProductStates.Field, "State"),
        new(Html, "Description as HTML"), new(Tags, "Tags: stages, needs, diets, kind"), new(Type, "Category as Shopify's type"),
        new(Status, "State as Shopify's status"), new(Published, "State as Shopify's published"),
    ];

    private static readonly Dictionary<string, string> OfShopify = new()
    {
        ["handle"] = "slug", ["title"] = "name", ["bodyhtml"] = Html, ["type"] = Type, ["tags"] = Tags, ["published"] = Published, ["status"] = Status,
        ["variantsku"] = "sku", ["variantprice"] = "price", ["variantgrams"] = "weight", ["seodescription"] = "summary",
    };

    private static readonly Dictionary<string, string> Ours = All.Take(ProductFields.All.Count + 1).SelectMany(column => new[] { (Key(column.Name), column.Name), (Key(column.Title), column.Name) })
        .DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Name);

    public static string TitleOf(string name) => All.FirstOrDefault(column => column.Name == name)?.Title ?? name;

    public static bool IsKnown(string name) => All.Any(column => column.Name == name);

    /// <summary>Whether a file is laid out as Shopify's.</summary>
    public static bool IsShopify(IReadOnlyList<string> header) =>
        header.Any(name => Key(name) == "handle") && header.Any(name => Key(name) is "variantsku" or "variantprice" or "bodyhtml");

    /// <summary>What each column is taken as; null for one that is left out. Of two with one meaning the first counts.</summary>
    public static IReadOnlyList<string?> Guess(IReadOnlyList<string> header)
    {
        var (names, seen) = (IsShopify(header) ? OfShopify : Ours, new HashSet<string>());
        return [.. header.Select(name => names.TryGetValue(Key(name), out var target) && seen.Add(target) ? target : null)];
    }

    /// <summary>Why a column is left out.</summary>
    internal static string WhyLeftOut(string name) => Key(name) switch
    {
        "onhand" or "reserved" or "available" => $"Stock is not changed by a file, so \"{name}\" is left out. Count it in the stock room.",
        "variantinventoryqty" or "variantinventorytracker" or "variantinventorypolicy" => $"Stock is not changed by a file, so \"{name}\" is left out.",
        "imagesrc" or "imageposition" or "imagealttext" or "variantimage" => $"Pictures are not brought in by a file, so \"{name}\" is left out.",
        "vendor" => $"This shop keeps no vendor, so \"{name}\" is left out.",
        var key when key.StartsWith("option", StringComparison.Ordinal) => $"This shop keeps no variants, so \"{name}\" is left out.",
        _ => $"\"{name}\" is left out.",
    };

    private static string Key(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
