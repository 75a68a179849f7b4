namespace GlpCommerce.Core.Catalog;

/// <summary>Applies a filter to a snapshot: which rows match, and how many each other filter value would leave.</summary>
internal sealed class ShelfFinder
{
    private enum Group
    {
        Stage,
        Category,
        Needs,
        Diets,
        Without,
        Price,
    }

    private readonly CatalogSnapshot _snapshot;
    private readonly ShopFilter _filter;
    private readonly RowSet _words;
    private readonly RowSet?[] _chosen = new RowSet?[Enum.GetValues<Group>().Length];

    public ShelfFinder(CatalogSnapshot snapshot, ShopFilter filter, SearchHits? hits)
    {
        _snapshot = snapshot;
        _filter = filter;
        _words = hits?.Rows ?? snapshot.All;
        _chosen[(int)Group.Stage] = filter.Stage is { } stage ? snapshot.Stages[(int)stage] : null;
        _chosen[(int)Group.Category] = filter.Category is { } category ? snapshot.Categories[(int)category] : null;
        _chosen[(int)Group.Needs] = Any(snapshot.Needs, filter.Needs);
        _chosen[(int)Group.Diets] = Every(snapshot.Diets, filter.Diets);
        _chosen[(int)Group.Without] = Every(snapshot.Without, filter.Without);
        _chosen[(int)Group.Price] = filter.Price is { } price ? Priced(price) : null;
        Matches = Except(null);
    }

    public RowSet Matches { get; }

    /// <summary>
    /// Alternatives (stage, shelf, need, price) are counted as if they were chosen instead of or beside their
    /// neighbours; conditions (diet, allergens) as if they were added.
    /// </summary>
    public Facets Facets() => new(
        Count(Group.Stage, Vocabulary.Stages, key => _snapshot.Stages[(int)Vocabulary.StageOf(key)!], key => Vocabulary.StageOf(key) == _filter.Stage),
        Count(Group.Category, Vocabulary.Categories, key => _snapshot.Categories[(int)Vocabulary.CategoryOf(key)!], key => Vocabulary.CategoryOf(key) == _filter.Category),
        Count(Group.Needs, Vocabulary.Needs, key => _snapshot.Needs[key], _filter.Needs.Contains),
        Count(null, Vocabulary.Diets, key => _snapshot.Diets[key], _filter.Diets.Contains),
        Count(null, Vocabulary.Without, key => _snapshot.Without[key], _filter.Without.Contains),
        Count(Group.Price, [.. PriceRange.Bands.Select(band => band.Term)], key => _snapshot.Prices[key], IsChosenBand));

    private IReadOnlyList<FacetValue> Count(
        Group? group, IReadOnlyList<Term> terms, Func<string, RowSet> rows, Func<string, bool> chosen)
    {
        var among = group is { } g && _chosen[(int)g] is not null ? Except(g) : Matches;
        return [.. terms.Select(term => new FacetValue(term.Key, term.Label, among.CountWith(rows(term.Key)), chosen(term.Key)))];
    }

    private bool IsChosenBand(string key) =>
        _filter.Price is { } price && PriceRange.Bands.First(band => band.Term.Key == key).Range == price;

    private RowSet Except(Group? group)
    {
        var rows = _words;
        for (var i = 0; i < _chosen.Length; i++)
        {
            if (_chosen[i] is { } set && (group is null || (int)group != i))
            {
                rows = rows.And(set);
            }
        }

        return rows;
    }

    private RowSet Priced(PriceRange range)
    {
        foreach (var (term, band) in PriceRange.Bands)
        {
            if (band == range)
            {
                return _snapshot.Prices[term.Key];
            }
        }

        return _snapshot.PricedIn(range);
    }

    private RowSet? Any(Dictionary<string, RowSet> sets, IReadOnlyList<string> keys) =>
        keys.Count == 0 ? null : keys.Aggregate(_snapshot.None, (all, key) => sets.TryGetValue(key, out var set) ? all.Or(set) : all);

    private RowSet? Every(Dictionary<string, RowSet> sets, IReadOnlyList<string> keys) =>
        keys.Count == 0 ? null : keys.Aggregate(_snapshot.All, (all, key) => all.And(sets.GetValueOrDefault(key, _snapshot.None)));
}
