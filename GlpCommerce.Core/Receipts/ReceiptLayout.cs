using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Receipts;

/// <summary>Sets a receipt: which texts stand beside and below each other, whatever page they come to stand on.</summary>
internal sealed class ReceiptLayout(Receipt receipt, ReceiptWords words, ReceiptFonts fonts)
{
    private const float Left = ReceiptPages.Left;
    private const float Right = ReceiptPages.Right;
    private const float Width = Right - Left;
    private const float Gap = 16;
    private const float PriceRight = Right - 82;
    private const float QuantityRight = PriceRight - 76;
    private const float SumsLeft = Right - 212;
    private const float WordsLeft = Left + 168;
    private const float Line = 13.5f;
    private const float SmallLine = 12;

    // The shop's own colours: ink, quiet ink, hairline, and the shelf that everything stands on.
    public const uint Ink = 0xff1e2b28;
    public const uint Quiet = 0xff4a5854;
    public const uint Hairline = 0xffe2d9c8;
    private const uint ShelfTop = 0xffe6d6b9;
    private const uint ShelfEdge = 0xffa88f62;

    public IEnumerable<Block> Blocks() => [Top(), Facts(), .. Items(), Sums(), .. Entries(words.Payments, receipt.Payments, back: false), .. Refunds(), Foot()];

    private Block Top() => Alone(
    [
        .. Text(fonts.Merchant, receipt.Merchant.LegalName, Left, Width, 18, Ink),
        Row.Space(5, new Rule(3.5f, ShelfTop, Left, Right)),
        Row.Space(0.8f, new Rule(0.8f, ShelfEdge, Left, Right)),
        Row.Space(7),
        .. Text(fonts.Small, $"{receipt.Merchant.Address} · {receipt.Merchant.ContactEmail}", Left, Width, SmallLine, Quiet),
        Row.Space(30),
        .. Text(fonts.Headline, words.Headline, Left, Width, 40, Ink),
        Row.Space(14),
    ]);

    /// <summary>The facts in one column, the address in another.</summary>
    private Block Facts()
    {
        const float Middle = Left + (Width * 0.58f);
        const float ValueLeft = Left + 62;
        var facts = words.Facts(receipt).SelectMany(fact => Beside(
            Text(fonts.Text, fact.Name, Left, ValueLeft - Left - 8, Line, Quiet),
            Text(fonts.Text, fact.Value, ValueLeft, Middle - ValueLeft - Gap, Line, Ink)));
        var address = receipt.ShipTo.Count == 0 ? [] :
            receipt.ShipTo.Prepend(words.ShipTo).SelectMany((line, i) => Text(fonts.Text, line, Middle, Right - Middle, Line, i == 0 ? Quiet : Ink));
        return Alone([.. Beside(facts, address), Row.Space(26)]);
    }

    private IEnumerable<Block> Items()
    {
        Row[] head =
        [
            new(Line,
            [
                new(fonts.Strong.Fit(words.Item), Left, fonts.Strong, Ink),
                Amount(words.Quantity, QuantityRight, fonts.Strong),
                Amount(words.Price, PriceRight, fonts.Strong),
                Amount(words.Amount, Right, fonts.Strong),
            ]),
            Row.Space(5, new Rule(1.2f, Ink, Left, Right)),
        ];
        return receipt.Lines.Select(line => new Block(
        [
            Row.Space(6),
            .. Beside(
                Text(fonts.Text, line.Name, Left, QuantityRight - Left - 44, Line, Ink),
                [new(Line,
                [
                    Amount(line.Quantity.ToString(words.Culture), QuantityRight, fonts.Text),
                    Amount(line.UnitPrice.ToString(), PriceRight, fonts.Text),
                    Amount(line.Total.ToString(), Right, fonts.Text),
                ])]),
            .. Text(fonts.Small, words.Detail(line), Left, QuantityRight - Left - 44, SmallLine, Quiet),
            Row.Space(6, new Rule(0.6f, Hairline, Left, Right)),
        ], head));
    }

    private Block Sums() => Alone(
    [
        Row.Space(9),
        .. words.Sums(receipt).SelectMany(sum => Sum(sum.Name, sum.Amount, fonts.Text, 15)),
        Row.Space(6, new Rule(1.2f, Ink, SumsLeft, Right)),
        Row.Space(4),
        .. Sum(words.Total, receipt.Total, fonts.Sum, 18),
    ]);

    private IEnumerable<Block> Refunds() => receipt.Refunds.Count == 0 ? [] :
    [
        .. Entries(words.Refunds, receipt.Refunds, back: true),
        Alone([Row.Space(6), .. Sum(words.Balance, receipt.Balance, fonts.Strong, 15)]),
    ];

    private IEnumerable<Block> Entries(string title, IReadOnlyList<ReceiptEntry> entries, bool back)
    {
        Row[] head = [Row.Space(20), .. Text(fonts.Strong, title, Left, Width, Line, Ink), Row.Space(4, new Rule(0.6f, Ink, Left, Right))];
        return entries.Select(entry => new Block(
        [
            Row.Space(5),
            .. Beside(
                Text(fonts.Text, words.Time(entry.At), Left, WordsLeft - Left - 8, Line, Ink),
                Beside(
                    Text(fonts.Text, entry.Words, WordsLeft, PriceRight - WordsLeft, Line, Ink),
                    [new(Line, [Amount((back ? Money.Zero - entry.Amount : entry.Amount).ToString(), Right, fonts.Text)])])),
            Row.Space(5, new Rule(0.6f, Hairline, Left, Right)),
        ], head));
    }

    private Block Foot() => Alone([Row.Space(24), .. Text(fonts.Text, words.Say(words.Contact, receipt.Merchant.ContactEmail), Left, Width, Line, Quiet)]);

    private static IEnumerable<Row> Sum(string name, Money amount, ReceiptFont font, float height) => Beside(
        Text(font, name, SumsLeft, Right - SumsLeft - 84, height, Ink), [new(height, [Amount(amount.ToString(), Right, font)])]);

    internal static Block Alone(IReadOnlyList<Row> rows) => new(rows, []);

    private static Piece Amount(string text, float right, ReceiptFont font) => new(font.Fit(text), right, font, Ink, EndsAtX: true);

    internal static IEnumerable<Row> Text(ReceiptFont font, string text, float left, float width, float height, uint ink) =>
        font.Wrap(text, width).Select(line => new Row(height, [new(line, left, font, ink)]));

    /// <summary>Two columns, row beside row; the longer one goes on alone.</summary>
    internal static IEnumerable<Row> Beside(IEnumerable<Row> left, IEnumerable<Row> right)
    {
        var (one, other) = (left.ToList(), right.ToList());
        for (var i = 0; i < Math.Max(one.Count, other.Count); i++)
        {
            var pair = one.Skip(i).Take(1).Concat(other.Skip(i).Take(1)).ToList();
            yield return new Row(pair.Max(row => row.Height), [.. pair.SelectMany(row => row.Pieces)]);
        }
    }
}
