using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>A row of a batch while it is looked at.</summary>
internal sealed class PlannedRow(int number, string sku, string name, ProductWish? wish)
{
    public int Number => number;

    /// <summary>Null when the row cannot be read at all.</summary>
    public ProductWish? Wish => wish;

    public List<RowProblem> Problems { get; } = [];

    /// <summary>Null for a row that changes nothing.</summary>
    public RowOutcome? Outcome => Problems.Count > 0 ? RowOutcome.Wrong : wish!.Product is null ? RowOutcome.New : wish.Changes ? RowOutcome.Changed : null;

    public BatchRow ToRow(long batchId) => new()
    {
        BatchId = batchId, Number = Number, Outcome = Outcome!.Value, Sku = Input.Cut(sku, 64), Name = Input.Cut(name, 160),
        ProductId = wish?.Product?.Id, Version = wish?.Product?.Version ?? 0,
        Changes = JsonSerializer.Serialize(Problems.Count > 0 ? [] : wish!.ChangeList()), Problems = JsonSerializer.Serialize(Problems),
    };
}
