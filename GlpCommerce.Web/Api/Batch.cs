using GraphQL.DataLoader;

namespace GlpCommerce.Web.Api;

/// <summary>
/// Gathers what the fields of one request ask for by key, reads it all at once when nothing else is left to do, and
/// remembers it until the request ends. A request is one scope, so nothing is shared between two.
/// </summary>
internal sealed class Batch<TKey, TValue>(Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> read)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, TValue?> _known = [];
    private Round _next = new();

    /// <summary>Promises what <paramref name="then"/> makes of a key's value, which is null when there is none; that may be another promise.</summary>
    public IDataLoaderResult Load(TKey key, Func<TValue?, object?> then) => Load([key], values => then(values[0]));

    /// <summary>Promises what <paramref name="then"/> makes of several keys' values, in their order.</summary>
    public IDataLoaderResult Load(IReadOnlyList<TKey> keys, Func<TValue?[], object?> then)
    {
        lock (_lock)
        {
            _next.Keys.UnionWith(keys.Where(key => !_known.ContainsKey(key)));
            return new Promise(this, _next, keys, then);
        }
    }

    private Task DoneAsync(Round round, CancellationToken ct)
    {
        lock (_lock)
        {
            if (round == _next)
            {
                _next = new Round();
            }

            return round.Reading ??= ReadAsync(round, ct);
        }
    }

    private async Task ReadAsync(Round round, CancellationToken ct)
    {
        if (round.Keys.Count == 0)
        {
            return;
        }

        var found = await read([.. round.Keys], ct);
        lock (_lock)
        {
            foreach (var key in round.Keys)
            {
                _known[key] = found.TryGetValue(key, out var value) ? value : null;
            }
        }
    }

    private TValue?[] Values(IReadOnlyList<TKey> keys)
    {
        lock (_lock)
        {
            return [.. keys.Select(key => _known[key])];
        }
    }

    private sealed class Round
    {
        public HashSet<TKey> Keys { get; } = [];

        public Task? Reading { get; set; }
    }

    private sealed class Promise(Batch<TKey, TValue> batch, Round round, IReadOnlyList<TKey> keys, Func<TValue?[], object?> then) : IDataLoaderResult
    {
        public async Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
        {
            await batch.DoneAsync(round, cancellationToken);
            return then(batch.Values(keys));
        }
    }
}
