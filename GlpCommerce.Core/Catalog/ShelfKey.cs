using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace GlpCommerce.Core.Catalog;

/// <summary>Everything that a product's place on the shelf depends on, in whichever order the shelf stands.</summary>
/// <param name="Number">The number inside the SKU, so that the shelf mixes categories instead of showing one after the other.</param>
/// <param name="Milligrams">Protein in a serving; -1 when it is not stated.</param>
internal readonly record struct ShelfKey(int Number, Category Category, int Id, long Cents, long Milligrams, string Name)
{
    private const decimal MilligramsPerGram = 1000;

    public static ShelfKey Of(SnapshotRow product) => new(
        NumberOf(product.Sku), product.Category, product.Id, product.Price.Cents,
        product.Protein is { } grams ? (long)(grams * MilligramsPerGram) : -1, product.Name);

    /// <summary>The order of a sort; what is equal in it stands as the shelf does without one.</summary>
    public static Comparer<ShelfKey> In(ProductSort sort) => Comparer<ShelfKey>.Create((left, right) =>
    {
        var order = sort switch
        {
            ProductSort.PriceUp => left.Cents.CompareTo(right.Cents),
            ProductSort.PriceDown => right.Cents.CompareTo(left.Cents),
            ProductSort.Protein => right.Milligrams.CompareTo(left.Milligrams),
            ProductSort.Name => string.Compare(left.Name, right.Name, StringComparison.OrdinalIgnoreCase),
            _ => 0,
        };
        return order != 0 ? order : left.CompareOnShelf(right);
    });

    private int CompareOnShelf(ShelfKey other) =>
        Number != other.Number ? Number.CompareTo(other.Number)
        : Category != other.Category ? ((int)Category).CompareTo((int)other.Category)
        : Id.CompareTo(other.Id);

    private static int NumberOf(string sku) =>
        int.TryParse(sku.AsSpan(sku.LastIndexOf('-') + 1), out var number) ? number : int.MaxValue;
}

/// <summary>
/// A place on the shelf, to go on from: the key of the product that stood there, so that it stays where it is when
/// products come, go or change. With searched words it is the rank, because a rank has no key.
/// </summary>
internal readonly record struct ShelfCursor(ProductSort Sort, int? Rank, ShelfKey Key)
{
    private const int Longest = 1_200;
    private const char Between = '|';

    public override string ToString()
    {
        var value = Sort switch
        {
            _ when Rank is { } rank => rank.ToString(CultureInfo.InvariantCulture),
            ProductSort.PriceUp or ProductSort.PriceDown => Key.Cents.ToString(CultureInfo.InvariantCulture),
            ProductSort.Protein => Key.Milligrams.ToString(CultureInfo.InvariantCulture),
            ProductSort.Name => Key.Name,
            _ => "",
        };
        var text = string.Create(CultureInfo.InvariantCulture, $"{(int)Sort}{Between}{(Rank is null ? 0 : 1)}{Between}{Key.Number}{Between}{(int)Key.Category}{Between}{Key.Id}{Between}{value}");
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    /// <returns>The place, or null when the text is no cursor of this sort.</returns>
    public static ShelfCursor? Read(string text, ProductSort sort, bool isRanked)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Between, 6);
        return parts.Length == 6 && Number(parts[0]) == (int)sort && Number(parts[1]) == (isRanked ? 1 : 0)
            && Number(parts[2]) is { } number && Number(parts[3]) is { } category && Number(parts[4]) is { } id
            ? WithValue(sort, isRanked, new ShelfKey((int)number, (Category)category, (int)id, 0, 0, ""), parts[5]) : null;
    }

    private static ShelfCursor? WithValue(ProductSort sort, bool isRanked, ShelfKey key, string value) => (sort, Number(value)) switch
    {
        (_, >= 0 and <= int.MaxValue and var rank) when isRanked => new ShelfCursor(sort, (int)rank, key),
        _ when isRanked => null,
        (ProductSort.Suggested, _) => value == "" ? new ShelfCursor(sort, null, key) : null,
        (ProductSort.Name, _) => new ShelfCursor(sort, null, key with { Name = value }),
        (ProductSort.Protein, { } milligrams) => new ShelfCursor(sort, null, key with { Milligrams = milligrams }),
        (_, { } cents) => new ShelfCursor(sort, null, key with { Cents = cents }),
        _ => null,
    };

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
