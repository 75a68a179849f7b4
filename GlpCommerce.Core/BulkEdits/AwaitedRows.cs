using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>A row that was good, and names a product whose own row is wrong.</summary>
internal sealed record FallenRow(int Number, RowOutcome Outcome, string Missing);

/// <summary>
/// Rows of one file that name products which only other rows of it bring. A row that is wrong brings none: those that name its product
/// are wrong too, and those that name theirs.
/// </summary>
internal sealed class AwaitedRows
{
    private readonly HashSet<string> _coming = [];
    private readonly List<(int Number, RowOutcome Outcome, string Sku, IReadOnlyList<string> Awaited)> _waiting = [];

    public void Add(PlannedRow row)
    {
        if (row is not { Wish: { } wish, Outcome: RowOutcome.New or RowOutcome.Changed })
        {
            return;
        }

        var (sku, outcome) = (wish.After["sku"], row.Outcome!.Value);
        if (outcome == RowOutcome.New)
        {
            _coming.Add(sku);
        }

        if (wish.Awaited.Count > 0)
        {
            _waiting.Add((row.Number, outcome, sku, wish.Awaited));
        }
    }

    /// <summary>The rows that are wrong by that alone, once all are added.</summary>
    public IReadOnlyList<FallenRow> Fallen()
    {
        var naming = _waiting.SelectMany(row => row.Awaited.Select(sku => (Sku: sku, Row: row))).ToLookup(pair => pair.Sku, pair => pair.Row);
        var missing = new Queue<string>(naming.Select(group => group.Key).Where(sku => !_coming.Contains(sku)));
        var fallen = new Dictionary<int, FallenRow>();
        while (missing.TryDequeue(out var sku))
        {
            foreach (var row in naming[sku].Where(row => fallen.TryAdd(row.Number, new FallenRow(row.Number, row.Outcome, sku)) && row.Outcome == RowOutcome.New))
            {
                missing.Enqueue(row.Sku);
            }
        }

        return [.. fallen.Values];
    }
}
