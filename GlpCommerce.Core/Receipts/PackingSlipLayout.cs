using static GlpCommerce.Core.Receipts.ReceiptLayout;

namespace GlpCommerce.Core.Receipts;

/// <summary>Sets a packing slip, of the same parts as a receipt.</summary>
internal sealed class PackingSlipLayout(PackingSlip slip, ReceiptWords words, ReceiptFonts fonts)
{
    private const float Left = ReceiptPages.Left;
    private const float Right = ReceiptPages.Right;
    private const float NameLeft = Left + 60;
    private const float SkuLeft = Right - 130;
    private const float Line = 15;

    public IEnumerable<Block> Blocks() => [Top(), Address(), .. Items(), Foot()];

    private Block Top() => Alone(
    [
        .. Text(fonts.Merchant, slip.Merchant.LegalName, Left, Right - Left, 18, Ink),
        Row.Space(22),
        .. Text(fonts.Headline, words.PackingSlip, Left, Right - Left, 40, Ink),
        Row.Space(8),
        .. Text(fonts.Text, $"{words.Order} {slip.Number} · {words.Placed} {words.Time(slip.PlacedAt)}", Left, Right - Left, Line, Quiet),
        Row.Space(16),
    ]);

    private Block Address() => Alone(
    [
        .. slip.ShipTo.Prepend(words.ShipTo).SelectMany((line, i) => Text(fonts.Text, line, Left, Right - Left, Line, i == 0 ? Quiet : Ink)),
        Row.Space(20),
    ]);

    private IEnumerable<Block> Items()
    {
        Row[] head =
        [
            new(Line,
            [
                new(fonts.Strong.Fit(words.Quantity), Left, fonts.Strong, Ink),
                new(fonts.Strong.Fit(words.Item), NameLeft, fonts.Strong, Ink),
                new(fonts.Strong.Fit(words.Sku), SkuLeft, fonts.Strong, Ink),
            ]),
            Row.Space(5, new Rule(1.2f, Ink, Left, Right)),
        ];
        return slip.Lines.Select(line => new Block(
        [
            Row.Space(6),
            .. Beside(
                Text(fonts.Sum, line.Quantity.ToString(words.Culture), Left, NameLeft - Left - 8, Line, Ink),
                Beside(
                    Text(fonts.Text, line.Name, NameLeft, SkuLeft - NameLeft - 12, Line, Ink),
                    Text(fonts.Text, line.Sku, SkuLeft, Right - SkuLeft, Line, Ink))),
            Row.Space(6, new Rule(0.6f, Hairline, Left, Right)),
        ], head));
    }

    private Block Foot() => Alone(
    [
        Row.Space(14),
        .. Text(fonts.Strong, words.Say(words.Units, slip.Lines.Sum(line => line.Quantity)), Left, Right - Left, Line, Ink),
        Row.Space(18),
        .. Text(fonts.Text, words.Say(words.Contact, slip.Merchant.ContactEmail), Left, Right - Left, Line, Quiet),
    ]);
}
