using System.Collections.Concurrent;

namespace GlpCommerce.Core.Catalog;

/// <summary>The cards that shelves of one snapshot have shown: about 2 KB each, and never more than the limit.</summary>
internal sealed class ShownCards
{
    private const int Limit = 10_000;

    private readonly ConcurrentDictionary<int, ProductCard> _cards = new();
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private int _count;

    public bool Knows(int id) => _cards.ContainsKey(id);

    public ProductCard Get(int id) => _cards[id];

    /// <summary>The product of a name in addresses, or null when its card was not shown yet.</summary>
    public int? IdOf(string slug) => _ids.TryGetValue(slug, out var id) ? id : null;

    /// <summary>Once full it keeps what it has: most readers look at the same few shelves.</summary>
    public void Keep(ProductCard card)
    {
        if (Volatile.Read(ref _count) < Limit && _cards.TryAdd(card.Id, card))
        {
            Interlocked.Increment(ref _count);
            _ids[card.Slug] = card.Id;
        }
    }
}

/// <summary>The details that were read of one snapshot's products: some 2 KB each, and never more than the limit.</summary>
internal sealed class ShownDetails
{
    private const int Limit = 5_000;

    private readonly ConcurrentDictionary<int, ProductDetails> _details = new();
    private int _count;

    public ProductDetails? Find(int id) => _details.GetValueOrDefault(id);

    public void Keep(ProductDetails details)
    {
        if (Volatile.Read(ref _count) < Limit && _details.TryAdd(details.Id, details))
        {
            Interlocked.Increment(ref _count);
        }
    }
}
