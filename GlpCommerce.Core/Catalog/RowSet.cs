using System.Numerics;

namespace GlpCommerce.Core.Catalog;

/// <summary>A set of catalogue rows, one bit a row: 100,000 products are 12.5 KB, and two sets are compared in microseconds.</summary>
internal sealed class RowSet(int rows)
{
    private readonly ulong[] _words = new ulong[(rows + 63) / 64];

    public int Rows => rows;

    public static RowSet All(int rows)
    {
        var all = new RowSet(rows);
        Array.Fill(all._words, ulong.MaxValue);
        if (rows % 64 != 0)
        {
            all._words[^1] = (1UL << (rows % 64)) - 1;
        }

        return all;
    }

    public void Add(int row) => _words[row >> 6] |= 1UL << (row & 63);

    public bool Has(int row) => (_words[row >> 6] & (1UL << (row & 63))) != 0;

    public int Count() => Count(_words);

    public RowSet And(RowSet other) => Combine(other, static (left, right) => left & right, static (left, right) => left & right);

    public RowSet Or(RowSet other) => Combine(other, static (left, right) => left | right, static (left, right) => left | right);

    /// <summary>How many rows both sets hold, without building the set of them.</summary>
    public int CountWith(RowSet other)
    {
        var count = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            count += BitOperations.PopCount(_words[i] & other._words[i]);
        }

        return count;
    }

    /// <summary>The rows of the set in ascending order, without the first <paramref name="skip"/>, at most <paramref name="take"/>.</summary>
    public List<int> Slice(int skip, int take)
    {
        var rows = new List<int>(take);
        for (var i = 0; i < _words.Length && rows.Count < take; i++)
        {
            var word = _words[i];
            if (BitOperations.PopCount(word) is var held && skip >= held)
            {
                skip -= held;
                continue;
            }

            for (; word != 0 && rows.Count < take; word &= word - 1)
            {
                if (skip-- <= 0)
                {
                    rows.Add((i << 6) + BitOperations.TrailingZeroCount(word));
                }
            }
        }

        return rows;
    }

    /// <summary>The rows of the set in ascending order, from one on, at most <paramref name="take"/>.</summary>
    public List<int> From(int first, int take)
    {
        var rows = new List<int>(take);
        var hidden = (1UL << (first & 63)) - 1;
        for (var i = first >> 6; i < _words.Length && rows.Count < take; i++)
        {
            for (var word = _words[i] & ~hidden; word != 0 && rows.Count < take; word &= word - 1)
            {
                rows.Add((i << 6) + BitOperations.TrailingZeroCount(word));
            }

            hidden = 0;
        }

        return rows;
    }

    private static int Count(ulong[] words)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    private RowSet Combine(
        RowSet other, Func<Vector<ulong>, Vector<ulong>, Vector<ulong>> many, Func<ulong, ulong, ulong> one)
    {
        var result = new RowSet(rows);
        var i = 0;
        for (; i <= _words.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            many(new Vector<ulong>(_words, i), new Vector<ulong>(other._words, i)).CopyTo(result._words, i);
        }

        for (; i < _words.Length; i++)
        {
            result._words[i] = one(_words[i], other._words[i]);
        }

        return result;
    }
}
