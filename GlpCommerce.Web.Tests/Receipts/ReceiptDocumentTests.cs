using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Receipts;

public sealed class ReceiptDocumentTests
{
    [Fact]
    public async Task It_is_a_whole_document_of_its_own_named_after_the_order()
    {
        var html = await SomeReceipt.Templates.HtmlAsync(SomeReceipt.With());

        Assert.StartsWith("<!DOCTYPE html>", html.TrimStart(), StringComparison.Ordinal);
        var document = Parse(html);
        Assert.Equal(("Receipt GLP-100042", "en-US", "Receipt"), (document.Title, document.DocumentElement.GetAttribute("lang"), Page.Words(document.QuerySelector("h1"))));
    }

    [Fact]
    public async Task Its_tables_have_captions_and_heads_that_say_what_each_number_is()
    {
        var document = await RenderAsync(SomeReceipt.Refunded());

        Assert.Equal(["What you bought", "Payments", "Refunds"], document.QuerySelectorAll("table > caption").Select(Page.Words));
        Assert.Equal(["Product", "Qty", "Price", "Amount"], document.QuerySelectorAll("table.lines thead th[scope=col]").Select(Page.Words));
        Assert.Equal(document.QuerySelectorAll("tbody th").Length, document.QuerySelectorAll("tbody th[scope=row]").Length);
    }

    [Fact]
    public async Task It_shows_every_line_every_sum_and_every_movement_of_money()
    {
        var document = await RenderAsync(SomeReceipt.Refunded());

        Assert.Equal(
            [
                "Plain shake TST-0001 · part of the discount: -$4.96 | 2 | $29.99 | $59.98",
                "Broth cups TST-0002 · part of the discount: -$1.04 | 1 | $12.50 | $12.50",
                "Products | $72.48", "Discount WELCOME6 | -$6.00", "Shipping | $5.90", "Sales tax | $1.32", "Total | $73.70",
                "January 5, 2026, 12:01 PM UTC | Paid by card | $73.70",
                "January 8, 2026, 12:00 PM UTC | Refunded to your card | -$11.46",
                "Paid after refunds | $62.24",
            ],
            document.QuerySelectorAll("tbody tr").Select(row => string.Join(" | ", row.Children.Select(Page.Words))));
    }

    [Fact]
    public async Task It_says_word_for_word_what_the_pdf_says()
    {
        var receipt = SomeReceipt.Refunded();
        using var pdf = new PdfFile(ReceiptPdf.Draw(receipt, SomeReceipt.Templates.Words));

        var document = await RenderAsync(receipt);

        Assert.All(
            document.QuerySelectorAll("header p, h1, dt, dd bdi, .lines thead th, .lines tbody bdi, td, .total th, .balance th, footer p"),
            element => Assert.Contains(Page.Words(element), pdf.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_holds_no_script_no_inline_style_and_asks_only_for_the_shops_own_files()
    {
        var document = await RenderAsync(SomeReceipt.Refunded());

        Assert.Empty(document.QuerySelectorAll("script, style, [style], img, iframe, form"));
        Assert.DoesNotContain(document.All.SelectMany(e => e.Attributes), a => a.Name.StartsWith("on", StringComparison.Ordinal));
        var files = document.QuerySelectorAll("link").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(["/tokens.css", "/receipt.css", "/favicon.svg"], files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Repository.Root, "GlpCommerce.Web", "wwwroot", file[1..]))));
        Assert.Equal(["mailto:help@plainshelf.example"], document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Nothing_that_somebody_typed_becomes_markup()
    {
        const string Evil = "<img src=x onerror=alert(1)>\"'&";

        var document = await RenderAsync(SomeReceipt.With(
            [new(Evil, Evil, 1, Money.Of(1m))], new ReceiptDiscount(Evil, Money.Of(0.5m)), shipTo: [Evil], merchant: new(Evil, Evil, Evil)));

        Assert.Empty(document.QuerySelectorAll("img, [onerror]"));
        Assert.Equal(Evil, Page.Words(document.QuerySelector(".lines tbody bdi")));
    }

    [Fact]
    public async Task The_same_receipt_is_the_same_document_whatever_language_the_server_speaks()
    {
        var here = await SomeReceipt.Templates.HtmlAsync(SomeReceipt.Refunded());

        var there = await Task.Run(() =>
        {
            System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
            return SomeReceipt.Templates.HtmlAsync(SomeReceipt.Refunded());
        });

        Assert.Equal(here, there);
    }

    private static async Task<IHtmlDocument> RenderAsync(Receipt receipt) => Parse(await SomeReceipt.Templates.HtmlAsync(receipt));

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
