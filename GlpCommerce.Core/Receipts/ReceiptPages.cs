namespace GlpCommerce.Core.Receipts;

/// <summary>A text on a row that begins at X or, when it is an amount, ends there.</summary>
/// <param name="Ink">As 0xAARRGGBB.</param>
internal readonly record struct Piece(string Text, float X, ReceiptFont Font, uint Ink, bool EndsAtX = false);

/// <summary>A rule along the lower edge of a row.</summary>
internal readonly record struct Rule(float Thickness, uint Colour, float Left, float Right);

/// <summary>One line of text across the page, or only space.</summary>
internal sealed record Row(float Height, IReadOnlyList<Piece> Pieces, Rule? Below = null)
{
    public static Row Space(float height, Rule? below = null) => new(height, [], below);
}

/// <summary>Rows that stay together where a page can hold them.</summary>
/// <param name="Head">What has to stand above them: once for all blocks that share it, and again on each new page.</param>
internal sealed record Block(IReadOnlyList<Row> Rows, IReadOnlyList<Row> Head);

internal readonly record struct PlacedRow(Row Row, float Top);

/// <summary>Puts blocks on pages, from the top.</summary>
internal sealed class ReceiptPages
{
    // US Letter, in points.
    public const float Width = 612;
    public const float Height = 792;
    public const float Left = 60;
    public const float Right = Width - Left;
    private const float Top = 54;
    private const float Bottom = Height - 74;

    private readonly List<List<PlacedRow>> _pages = [[]];
    private IReadOnlyList<Row> _head = [];
    private float _y = Top;

    private ReceiptPages()
    {
    }

    public static IReadOnlyList<IReadOnlyList<PlacedRow>> Fill(IEnumerable<Block> blocks)
    {
        var pages = new ReceiptPages();
        foreach (var block in blocks)
        {
            pages.Add(block);
        }

        return pages._pages;
    }

    private void Add(Block block)
    {
        if (HeightOf(block.Head) + HeightOf(block.Rows) <= Bottom - Top)
        {
            AddWhole(block);
            return;
        }

        foreach (var row in block.Rows)
        {
            AddWhole(block with { Rows = [row] });
        }
    }

    private void AddWhole(Block block)
    {
        var head = ReferenceEquals(block.Head, _head) ? [] : block.Head;
        if (_pages[^1].Count > 0 && _y + HeightOf(head) + HeightOf(block.Rows) > Bottom)
        {
            _pages.Add([]);
            (_y, head) = (Top, block.Head);
        }

        foreach (var row in head.Concat(block.Rows))
        {
            _pages[^1].Add(new PlacedRow(row, _y));
            _y += row.Height;
        }

        _head = block.Head;
    }

    private static float HeightOf(IReadOnlyList<Row> rows) => rows.Sum(row => row.Height);
}
