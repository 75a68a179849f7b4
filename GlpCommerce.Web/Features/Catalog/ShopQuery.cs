using System.Globalization;
using System.Text;
using GlpCommerce.Core.Catalog;
using Microsoft.Extensions.Primitives;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>
/// What the address of a shop page asks for. It is read forgivingly (unknown words are ignored, long ones cut, absurd
/// pages clamped) and written in one normal form, so that equal questions have equal addresses.
/// </summary>
public sealed record ShopQuery
{
    private const int MaxText = 200;
    private const int MaxPage = 10_000;
    private const decimal MaxDollars = 100_000;

    /// <summary>The orders a shelf can stand in, by their word in the address; the first is not written.</summary>
    public static readonly IReadOnlyList<(string Key, ProductSort Sort)> Sorts =
    [
        ("", ProductSort.Suggested), ("price", ProductSort.PriceUp), ("price-desc", ProductSort.PriceDown),
        ("protein", ProductSort.Protein), ("name", ProductSort.Name),
    ];

    public Category? Category { get; init; }
    public JourneyStage? Stage { get; init; }
    public IReadOnlyList<string> Needs { get; init; } = [];
    public IReadOnlyList<string> Diets { get; init; } = [];
    public IReadOnlyList<string> Without { get; init; } = [];
    public PriceRange? Price { get; init; }
    public string Text { get; init; } = "";
    public ProductSort Sort { get; init; }
    public int Page { get; init; } = 1;

    /// <summary>
    /// Whether search engines should list the page: a shelf, a stage or one need, and their further pages. Every other
    /// combination is a question of one shopper.
    /// </summary>
    public bool IsLandmark =>
        Text == "" && Sort == default && Price is null && Diets.Count == 0 && Without.Count == 0
        && Needs.Count + (Stage is null ? 0 : 1) <= 1;

    public static ShopQuery FromQuery(IQueryCollection query, Category? category = null) => new()
    {
        Category = category,
        Stage = Vocabulary.StageOf(query["stage"].FirstOrDefault()),
        Needs = Known(Vocabulary.Needs, query["need"]),
        Diets = Known(Vocabulary.Diets, query["diet"]),
        Without = Known(Vocabulary.Without, query["without"]),
        Price = ParsePrice(query["price"].FirstOrDefault()),
        Text = Clean(query["q"].FirstOrDefault()),
        Sort = Sorts.FirstOrDefault(sort => sort.Key == query["sort"].FirstOrDefault()).Sort,
        Page = int.TryParse(query["page"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? Math.Clamp(page, 1, MaxPage) : 1,
    };

    public ShopFilter ToFilter() => new()
    {
        Category = Category,
        Stage = Stage,
        Needs = Needs,
        Diets = Diets,
        Without = Without,
        Price = Price,
        Text = Text,
        Sort = Sort,
        Page = Page,
    };

    /// <summary>The address without its question: the shop, or one shelf of it.</summary>
    public string Path => Category is { } category ? "/shop/" + category.Key() : "/shop";

    public string ToUrl() => ToUrl(this);

    /// <summary>The question as names and values, for addresses and for hidden fields.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Stage is { } stage)
        {
            yield return ("stage", stage.Key());
        }

        foreach (var (name, values) in new[] { ("need", Needs), ("diet", Diets), ("without", Without) })
        {
            foreach (var value in values)
            {
                yield return (name, value);
            }
        }

        if (Price is { } price)
        {
            yield return ("price", PriceKey(price));
        }

        if (Text != "")
        {
            yield return ("q", Text);
        }

        if (Sort != default)
        {
            yield return ("sort", Sorts.First(sort => sort.Sort == Sort).Key);
        }

        if (Page > 1)
        {
            yield return ("page", Page.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The word for a price range: one of the offered bands, else dollars as <c>12.5-20</c>.</summary>
    public static string PriceKey(PriceRange price) =>
        PriceRange.Bands.FirstOrDefault(band => band.Range == price).Term?.Key
        ?? string.Create(CultureInfo.InvariantCulture, $"{price.From / 100m:0.##}-{price.To / 100m:0.##}");

    private static string ToUrl(ShopQuery query)
    {
        var url = new StringBuilder(query.Path);
        foreach (var (name, value) in query.Pairs())
        {
            url.Append(url.Length == query.Path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return url.ToString();
    }

    private static string[] Known(IReadOnlyList<Term> terms, StringValues asked) =>
        asked.Count == 0 ? [] : [.. terms.Select(term => term.Key).Where(key => asked.Contains(key, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Searched words as the shop uses them: on one line, and not longer than anybody would type.</summary>
    public static string Clean(string? text)
    {
        var words = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= MaxText ? words : words[..(char.IsHighSurrogate(words[MaxText - 1]) ? MaxText - 1 : MaxText)].TrimEnd();
    }

    private static PriceRange? ParsePrice(string? text)
    {
        if (PriceRange.Bands.FirstOrDefault(band => band.Term.Key == text).Range is { } offered)
        {
            return offered;
        }

        var ends = (text ?? "").Split('-');
        return ends.Length == 2 && Dollars(ends[0]) is var (from, fromIsRight) && Dollars(ends[1]) is var (to, toIsRight)
            && fromIsRight && toIsRight && (from ?? to) is not null && (from is null || to is null || from <= to)
            ? new PriceRange(from, to) : null;
    }

    private static (long? Cents, bool IsRight) Dollars(string text) =>
        text == "" ? (null, true)
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars <= MaxDollars
            ? ((long)decimal.Round(dollars * 100), true) : (null, false);
}
