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
/// stand. It holds no texts but the names and those of the products shown last, so 100,000 products take about 20 MB.
/// </summary>
internal sealed class CatalogSnapshot
{
    private readonly ShelfKey[] _keys;
    private readonly Dictionary<int, int> _rowOf;
    private readonly IReadOnlyList<JourneyStage>[] _stagesAt;
    private readonly RowSet _all;
    private readonly RowSet _none;
    private readonly Dictionary<ProductSort, int[]> _orders;
    private readonly int[] _byId;
    private readonly SuggestedRows _suggested;

    public CatalogSnapshot(long version, IReadOnlyList<SnapshotRow> products)
    {
        Version = version;
        var rows = products.Select(p => (Product: p, Key: ShelfKey.Of(p))).OrderBy(p => p.Key, ShelfKey.In(ProductSort.Suggested)).Select(p => p.Product).ToArray();
        _keys = [.. rows.Select(ShelfKey.Of)];
        _rowOf = new Dictionary<int, int>(rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            _rowOf[rows[row].Id] = row;
        }

        _all = RowSet.All(rows.Length);
        _none = new RowSet(rows.Length);
        _stagesAt = StageLists(rows);
        Stages = [.. Vocabulary.Stages.Select((_, i) => Where(rows, p => p.Stages.Contains((JourneyStage)i)))];
        Categories = [.. Vocabulary.Categories.Select((_, i) => Where(rows, p => p.Category == (Category)i))];
        Needs = Sets(Vocabulary.Needs, rows, (p, key) => p.Needs.Contains(key));
        Diets = Sets(Vocabulary.Diets, rows, (p, key) => p.Diets.Contains(key));
        Without = Sets(Vocabulary.Without, rows, (p, key) => !p.Allergens.Any(a => SearchText.IsAllergen(a, key)));
        Prices = PriceRange.Bands.ToDictionary(band => band.Term.Key, band => Where(rows, p => band.Range.Holds(p.Price)));
        _suggested = new SuggestedRows(
            Stages, Needs, Where(rows, p => p.IsSuggested),
            [.. Enumerable.Range(0, Stages.Length + 1).Select(count => Where(rows, p => p.Stages.Count == count))]);
        _orders = new[] { ProductSort.PriceUp, ProductSort.PriceDown, ProductSort.Protein, ProductSort.Name }.ToDictionary(sort => sort, Order);
        _byId = [.. Enumerable.Range(0, rows.Length).OrderBy(IdAt)];
    }

    public long Version { get; }
    public int Count => _keys.Length;
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

    /// <summary>What else was read of its products.</summary>
    public ShownDetails Details { get; } = new();

    public int IdAt(int row) => _keys[row].Id;

    public ShelfKey KeyAt(int row) => _keys[row];

    /// <summary>The row of a product, or null when it is not published in this version.</summary>
    public int? RowOf(int id) => _rowOf.TryGetValue(id, out var row) ? row : null;

    /// <summary>The stages of a row in the product's own order.</summary>
    public IReadOnlyList<JourneyStage> StagesAt(int row) => _stagesAt[row];

    /// <summary>Ids to offer for a stage and needs; see <see cref="SuggestedRows.For"/>.</summary>
    public IReadOnlyList<int> SuggestedFor(JourneyStage? stage, IReadOnlyList<string> needs) => _suggested.For(stage, needs).ConvertAll(IdAt);

    public RowSet PricedIn(PriceRange range)
    {
        var set = new RowSet(Count);
        for (var row = 0; row < _keys.Length; row++)
        {
            if (range.Holds(new Money(_keys[row].Cents)))
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

    /// <summary>The ids of a set in ascending order, at most so many.</summary>
    public List<int> FirstById(RowSet matches, int take) => Slice(_byId, matches, 0, take).ConvertAll(IdAt);

    /// <summary>The rows of a sort, or null where they stand in it already.</summary>
    public int[]? OrderOf(ProductSort sort) => sort == ProductSort.Suggested ? null : _orders[sort];

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

    /// <summary>The lists of stages, each different one once.</summary>
    private static IReadOnlyList<JourneyStage>[] StageLists(SnapshotRow[] rows)
    {
        var known = new Dictionary<string, IReadOnlyList<JourneyStage>>();
        var lists = new IReadOnlyList<JourneyStage>[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            var key = string.Join(',', rows[row].Stages);
            lists[row] = known.TryGetValue(key, out var list) ? list : known[key] = rows[row].Stages;
        }

        return lists;
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

    private int[] Order(ProductSort sort)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        var keys = ShelfKey.In(sort);
        Array.Sort(order, (a, b) => keys.Compare(_keys[a], _keys[b]));
        return order;
    }
}
