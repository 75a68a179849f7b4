namespace GlpCommerce.Core.BulkEdits;

/// <summary>The SKUs that the shop has. People write them large and small, and a file that does so means the same product.</summary>
internal sealed class KnownSkus
{
    private readonly HashSet<string> _exact;
    private readonly Dictionary<string, string> _alike = new(StringComparer.OrdinalIgnoreCase);

    public KnownSkus(IReadOnlyCollection<string> skus)
    {
        _exact = [.. skus];
        foreach (var sku in skus)
        {
            _alike.TryAdd(sku, sku);
        }
    }

    /// <returns>As the shop writes it, the very same first; what it does not have as it was typed.</returns>
    public string Written(string typed) => _exact.Contains(typed) ? typed : _alike.GetValueOrDefault(typed, typed);
}
