using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Catalog;

/// <summary>The few columns of a product that filtering and sorting need.</summary>
internal sealed record SnapshotRow(
    int Id,
    string Sku,
    string Name,
    Money Price,
    Category Category,
    decimal? Protein,
    IReadOnlyList<JourneyStage> Stages,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> Diets,
    IReadOnlyList<string> Allergens,
    bool IsSuggested = true);

/// <summary>
/// One version of the published catalogue as bit sets: which rows carry which filter value, and in which order they
/// stand. It holds no texts but those of the cards shown last, so 100,000 products take about 5 MB.
/// </summary>
internal sealed class CatalogSnapshot
{
    private const int SuggestionsKept = 120;

    private readonly int[] _ids;
    private readonly Dictionary<int, int> _rowOf;
    private readonly long[] _prices;
    private readonly RowSet _all;
    private readonly RowSet _none;
    private readonly Dictionary<ProductSort, int[]> _orders;
    private readonly int[][] _suggested;

    public CatalogSnapshot(long version, IReadOnlyList<SnapshotRow> products)
    {
        Version = version;
        var rows = products.OrderBy(ShelfNumber).ThenBy(p => p.Category).ThenBy(p => p.Id).ToArray();
        _ids = [.. rows.Select(p => p.Id)];
        _rowOf = new Dictionary<int, int>(rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            _rowOf[rows[row].Id] = row;
        }

        _prices = [.. rows.Select(p => p.Price.Cents)];
        _all = RowSet.All(rows.Length);
        _none = new RowSet(rows.Length);
        Stages = [.. Vocabulary.Stages.Select((_, i) => Where(rows, p => p.Stages.Contains((JourneyStage)i)))];
        Categories = [.. Vocabulary.Categories.Select((_, i) => Where(rows, p => p.Category == (Category)i))];
        Needs = Sets(Vocabulary.Needs, rows, (p, key) => p.Needs.Contains(key));
        Diets = Sets(Vocabulary.Diets, rows, (p, key) => p.Diets.Contains(key));
        Without = Sets(Vocabulary.Without, rows, (p, key) => !p.Allergens.Any(a => SearchText.IsAllergen(a, key)));
        Prices = PriceRange.Bands.ToDictionary(band => band.Term.Key, band => Where(rows, p => band.Range.Holds(p.Price)));
        _suggested = [.. Stages.Append(Stages.Aggregate(_all, (every, stage) => every.And(stage))).Select(suiting => MostParticular(suiting.And(Where(rows, p => p.IsSuggested))))];
        _orders = new()
        {
            [ProductSort.PriceUp] = Order(rows, (a, b) => a.Price.CompareTo(b.Price)),
            [ProductSort.PriceDown] = Order(rows, (a, b) => b.Price.CompareTo(a.Price)),
            [ProductSort.Protein] = Order(rows, (a, b) => (b.Protein ?? -1).CompareTo(a.Protein ?? -1)),
            [ProductSort.Name] = Order(rows, (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase)),
        };
    }

    public long Version { get; }
    public int Count => _ids.Length;
    public RowSet[] Stages { get; }
    public RowSet[] Categories { get; }
    public Dictionary<string, RowSet> Needs { get; }
    public Dictionary<string, RowSet> Diets { get; }
    public Dictionary<string, RowSet> Without { get; }
    public Dictionary<string, RowSet> Prices { get; }
    public RowSet All => _all;
    public RowSet None => _none;

    /// <summary>What shelves of this version have shown.</summary>
    public ShownCards Cards { get; } = new();

    public int IdAt(int row) => _ids[row];

    /// <summary>The row of a product, or null when it is not published in this version.</summary>
    public int? RowOf(int id) => _rowOf.TryGetValue(id, out var row) ? row : null;

    public IReadOnlyList<JourneyStage> StagesAt(int row) =>
        [.. Enum.GetValues<JourneyStage>().Where(stage => Stages[(int)stage].Has(row))];

    /// <summary>Ids that suit a stage, those made for the fewest stages first; without a stage, what suits them all.</summary>
    public IReadOnlyList<int> SuggestedFor(JourneyStage? stage) => _suggested[stage is { } s ? (int)s : Stages.Length];

    public RowSet PricedIn(PriceRange range)
    {
        var set = new RowSet(Count);
        for (var row = 0; row < _prices.Length; row++)
        {
            if (range.Holds(new Money(_prices[row])))
            {
                set.Add(row);
            }
        }

        return set;
    }

    /// <summary>The product ids of one page of a set, in the order asked for.</summary>
    /// <param name="ranked">The rows that hold the searched words, best match first; null when nothing was searched.</param>
    public List<int> Page(RowSet matches, ProductSort sort, int[]? ranked, int skip, int take)
    {
        var order = sort == ProductSort.Suggested ? ranked : _orders[sort];
        var rows = order is null ? matches.Slice(skip, take) : Slice(order, matches, skip, take);
        return rows.ConvertAll(IdAt);
    }

    private int[] MostParticular(RowSet suiting) =>
    [
        .. Enumerable.Range(0, Count).Where(suiting.Has)
            .OrderBy(row => Stages.Count(stage => stage.Has(row))).Take(SuggestionsKept).Select(IdAt),
    ];

    private static List<int> Slice(int[] order, RowSet matches, int skip, int take)
    {
        var rows = new List<int>(take);
        foreach (var row in order)
        {
            if (rows.Count == take)
            {
                break;
            }

            if (matches.Has(row) && skip-- <= 0)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The number inside a SKU, so that the shelf mixes categories instead of showing one after the other.</summary>
    private static int ShelfNumber(SnapshotRow product)
    {
        var dash = product.Sku.LastIndexOf('-');
        return int.TryParse(product.Sku.AsSpan(dash + 1), out var number) ? number : int.MaxValue;
    }

    private static RowSet Where(SnapshotRow[] rows, Func<SnapshotRow, bool> holds)
    {
        var set = new RowSet(rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            if (holds(rows[row]))
            {
                set.Add(row);
            }
        }

        return set;
    }

    private static Dictionary<string, RowSet> Sets(
        IReadOnlyList<Term> terms, SnapshotRow[] rows, Func<SnapshotRow, string, bool> holds) =>
        terms.ToDictionary(term => term.Key, term => Where(rows, product => holds(product, term.Key)));

    private static int[] Order(SnapshotRow[] rows, Comparison<SnapshotRow> compare)
    {
        var order = Enumerable.Range(0, rows.Length).ToArray();
        Array.Sort(order, (a, b) => compare(rows[a], rows[b]) is var result && result != 0 ? result : a.CompareTo(b));
        return order;
    }
}
