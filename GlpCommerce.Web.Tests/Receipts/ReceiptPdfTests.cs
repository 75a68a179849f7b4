using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Receipts;

/// <summary>The PDF as a reader finds it: read by another program, not by what drew it.</summary>
public sealed partial class ReceiptPdfTests
{
    private const double RightEdge = 552;

    [Fact]
    public void Every_line_shows_its_name_sku_quantity_price_and_amount()
    {
        using var pdf = Draw(SomeReceipt.With());

        var page = Assert.Single(pdf.Pages);
        Assert.Matches(@"Plain shake +2 +\$29\.99 +\$59\.98\n", page);
        Assert.Matches(@"Broth cups +1 +\$12\.50 +\$12\.50\n", page);
        Assert.Contains("TST-0001", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sums_lead_to_the_total_and_a_discount_is_signed_and_shared_out()
    {
        using var pdf = Draw(SomeReceipt.Refunded());

        Assert.Matches(@"Products +\$72\.48\s+Discount WELCOME6 +-\$6\.00\s+Shipping +\$5\.90\s+Sales tax +\$1\.32\s+Total +\$73\.70\n", pdf.Pages[0]);
        Assert.Contains("TST-0001 · part of the discount: -$4.96", pdf.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Money_that_moved_is_told_with_its_time_and_what_is_left()
    {
        using var pdf = Draw(SomeReceipt.Refunded());

        Assert.Matches(@"January 5, 2026, 12:01 PM UTC +Paid by card +\$73\.70\n", pdf.Pages[0]);
        Assert.Matches(@"January 8, 2026, 12:00 PM UTC +Refunded to your card +-\$11\.46\n", pdf.Pages[0]);
        Assert.Matches(@"Paid after refunds +\$62\.24\n", pdf.Pages[0]);
    }

    [Fact]
    public void Without_a_refund_and_a_discount_neither_is_spoken_of()
    {
        using var pdf = Draw(SomeReceipt.With());

        Assert.DoesNotMatch("(?i)refund|discount", pdf.Text);
    }

    [Fact]
    public void It_names_the_merchant_the_order_its_times_and_where_it_goes()
    {
        using var pdf = Draw(SomeReceipt.With());

        Assert.StartsWith("Plain Shelf LLC", pdf.Text, StringComparison.Ordinal);
        Assert.All(
            ["40 Harbor Way, Portland, ME 04101 · help@plainshelf.example", "Receipt", "GLP-100042", "January 5, 2026, 12:00 PM UTC", "dana@example.com",
                .. Some.Address.Lines(), "Receipt GLP-100042 · as of January 5, 2026, 12:02 PM UTC", "Page 1 of 1"],
            words => Assert.Contains(words, pdf.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_order_without_an_address_and_a_payment_has_a_receipt_too()
    {
        using var pdf = Draw(SomeReceipt.With(shipTo: []) with { PaidAt = null, Payments = [] });

        Assert.DoesNotMatch("Ships to|Paid|Payments", pdf.Text);
        Assert.Contains("Total $78.38", pdf.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fifty_long_lines_go_over_pages_with_their_heads_and_numbers_and_none_is_lost()
    {
        using var pdf = Draw(SomeReceipt.Long());

        Assert.InRange(pdf.Pages.Count, 3, 8);
        Assert.All(pdf.Pages.Index(), page => Assert.Contains($"Page {page.Index + 1} of {pdf.Pages.Count}", page.Item, StringComparison.Ordinal));
        Assert.All(pdf.Pages.Where(page => page.Contains("TST-", StringComparison.Ordinal)), page => Assert.Single(ColumnHeads().Matches(page)));
        Assert.Equal(Enumerable.Range(1, 50), LineNumbers().Matches(pdf.Text).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(50, Regex.Count(pdf.Text, "jars, tins and boxes with a name that nobody would ever want to say aloud twice"));
    }

    [Fact]
    public void A_line_stays_on_one_page()
    {
        using var pdf = Draw(SomeReceipt.Long());

        Assert.All(pdf.Pages, page => Assert.Equal(Regex.Count(page, "Number \\d+ of"), Regex.Count(page, "TST-\\d{4}")));
    }

    [Fact]
    public void A_name_without_a_blank_is_broken_and_kept_whole()
    {
        var name = string.Concat(Enumerable.Range(0, 400).Select(i => (char)('a' + (i % 26))));

        using var pdf = Draw(SomeReceipt.With([new("TST-0001", name, 1, Money.Of(1m))]));

        Assert.Contains(name, string.Concat(pdf.Words[0].Select(word => word.Text).Where(text => !text.StartsWith('$') && text != "1")), StringComparison.Ordinal);
        AssertTidy(pdf);
    }

    [Fact]
    public void Nothing_covers_anything_else_or_leaves_the_margins_however_long_it_is()
    {
        var receipt = SomeReceipt.With(
            [
                new("TST-0001", new string('W', 4000), 12, Money.Of(98_765.43m), Money.Of(1000m)),
                .. SomeReceipt.Long().Lines,
            ],
            new ReceiptDiscount(new string('X', 60), Money.Of(1000m)),
            refunds: [.. Enumerable.Range(1, 60).Select(i => new ReceiptEntry(Some.Noon.AddDays(i), $"Refunded to your card: {string.Join(' ', Enumerable.Repeat("broth", 30))}", Money.Of(1m)))],
            shipTo: [new string('D', 90), "2210 N Halsted St", "Chicago, IL 60614"],
            merchant: new Merchant(new string('M', 120), string.Concat(Enumerable.Repeat("Long street ", 30)), "help@example.com"));

        using var pdf = Draw(receipt);

        AssertTidy(pdf);
    }

    [Fact]
    public void Amounts_end_at_one_edge()
    {
        using var pdf = Draw(SomeReceipt.Long());

        var amounts = pdf.Words.SelectMany(page => page).Where(word => word.Text.StartsWith('$') && word.Left > 480).ToList();
        Assert.Equal(55, amounts.Count);
        Assert.All(amounts, amount => Assert.Equal(RightEdge, amount.Right, 0.5));
    }

    [Theory]
    [InlineData("水壺 bottle", "�� bottle")]
    [InlineData("Bottle 😀", "Bottle �")]
    [InlineData("Family 👨‍👩‍👧 pack", "Family � pack")]
    [InlineData("مرحبا", "�����")]
    [InlineData("Cre\u0300me \u202egnp.exe\u200b", "Crème gnp.exe")]
    [InlineData("Łódź, Åse, ñandú, Việt, ½ lb, 5 €, “so” – ok…", "Łódź, Åse, ñandú, Việt, ½ lb, 5 €, “so” – ok…")]
    public void What_the_typeface_lacks_is_drawn_as_a_box_and_the_rest_as_it_is(string name, string read)
    {
        using var pdf = Draw(SomeReceipt.With([new("TST-0001", name, 1, Money.Of(1m))]));

        Assert.Contains($" {read} ", pdf.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_letter_is_drawn_as_a_box()
    {
        using var pdf = Draw(SomeReceipt.With([new("TST-0001", "broken \ud800 letter", 1, Money.Of(1m))]));

        Assert.Contains(" broken � letter ", pdf.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_nonsense_in_a_name_breaks_it()
    {
        foreach (var nonsense in Some.Nonsense)
        {
            using var pdf = Draw(SomeReceipt.With(
                [new(nonsense, nonsense, 1, Money.Of(1m))], new ReceiptDiscount(nonsense, Money.Of(0.5m)), shipTo: [nonsense], merchant: new(nonsense, nonsense, nonsense)));

            Assert.Contains("Total $6.40", pdf.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_is_of_letter_size_and_says_of_itself_only_which_order_it_is_for()
    {
        using var pdf = Draw(SomeReceipt.With());

        Assert.Equal("Receipt GLP-100042", pdf.About["Title"]);
        Assert.StartsWith("612 x 792 pts", pdf.About["Page size"], StringComparison.Ordinal);
        Assert.Equal(("2026-01-05T12:02:00Z", "2026-01-05T12:02:00Z"), (pdf.About["CreationDate"], pdf.About["ModDate"]));
        Assert.DoesNotContain("Author", pdf.About.Keys);
        Assert.DoesNotMatch("(?i)dana|shake|example|skia", string.Join('\n', pdf.About));
    }

    [Fact]
    public void Its_two_fonts_are_inside_and_can_be_searched()
    {
        using var pdf = Draw(SomeReceipt.With());

        Assert.Equal(2, pdf.Fonts.Count);
        Assert.All(pdf.Fonts, font => Assert.Matches(@"RadioCanada-\w+ +CID TrueType +Identity-H +yes yes yes", font));
    }

    [Fact]
    public async Task The_same_receipt_is_the_same_file_also_when_many_are_drawn_at_once()
    {
        var one = ReceiptPdf.Draw(SomeReceipt.Long(), SomeReceipt.Templates.Words);

        var more = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReceiptPdf.Draw(SomeReceipt.Long(), SomeReceipt.Templates.Words))));

        Assert.All(more, file => Assert.Equal(one, file));
    }

    [Fact]
    public void A_receipt_that_does_not_add_up_is_never_written()
    {
        var receipt = SomeReceipt.With();

        Assert.Throws<ArgumentException>(() => Again(receipt.Subtotal, receipt.Total + new Money(1)));
        Assert.Throws<ArgumentException>(() => Again(receipt.Subtotal + new Money(1), receipt.Total + new Money(1)));

        Receipt Again(Money subtotal, Money total) => new(
            receipt.Merchant, receipt.Number, receipt.Email, receipt.PlacedAt, receipt.PaidAt, receipt.IssuedAt, receipt.ShipTo,
            receipt.Lines, subtotal, null, receipt.Shipping, receipt.Tax, total, receipt.Payments, receipt.Refunds);
    }

    private static PdfFile Draw(Receipt receipt) => new(ReceiptPdf.Draw(receipt, SomeReceipt.Templates.Words));

    /// <summary>Every word is inside the margins, and none stands on another.</summary>
    private static void AssertTidy(PdfFile pdf)
    {
        foreach (var words in pdf.Words)
        {
            Assert.All(words, word => Assert.True(word is { Left: > 59, Right: < RightEdge + 1, Top: > 50, Bottom: < 756 }, $"{word}"));
            Assert.Empty(words.SelectMany((word, i) => words.Skip(i + 1).Where(word.Covers).Select(other => $"{word} {other}")));
        }
    }

    [GeneratedRegex(@"Product +Qty +Price +Amount\n")]
    private static partial Regex ColumnHeads();

    [GeneratedRegex(@"Number (\d+) of")]
    private static partial Regex LineNumbers();
}
