using System.Text;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Web.Tests.BulkEdits.Batches;

namespace GlpCommerce.Web.Tests.BulkEdits;

public sealed class RoundTripTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_export_that_is_brought_in_again_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var count = await HostileAsync(shop);

        var planned = await shop.PlannedAsync(await shop.ExportAsync(ExportFormat.Own));

        Assert.Empty(await shop.SentencesAsync(planned));
        Assert.Empty((await shop.RowsAsync(planned)).SelectMany(row => row.ChangeList));
        Assert.Equal((count, 0, 0, 0), (planned.Unchanged, planned.Made, planned.Changed, planned.Wrong));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task So_does_what_the_format_of_Shopify_can_carry(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var count = await HostileAsync(shop);

        var planned = await shop.PlannedAsync(await shop.ExportAsync(ExportFormat.Shopify));

        Assert.Empty(await shop.SentencesAsync(planned));
        Assert.Empty((await shop.RowsAsync(planned)).SelectMany(row => row.ChangeList));
        Assert.Equal((count, 0, 0, 0), (planned.Unchanged, planned.Made, planned.Changed, planned.Wrong));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_export_builds_the_same_catalogue_in_an_empty_shop(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.PublishedAsync(("sku", "ALL-1"), ("needs", "fiber\nprotein"), ("allergens", "milk\ntree nuts (almonds)"), ("cautions", "=Contains milk.\nAsk, \"first\"."), ("line2", "-5 °C"));
        await shop.DraftAsync(("sku", "ALL-2"), ("related", "ALL-1"), ("name", "Beside"), ("description", "# One\n\n- two\n- three"));
        var csv = await shop.ExportAsync(ExportFormat.Own);
        await using var other = await TestShop.OpenAsync(provider);
        await other.StockAsync();

        await other.AppliedAsync(await other.PlannedAsync(csv));

        Assert.Equal(csv, await other.ExportAsync(ExportFormat.Own));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_export_holds_what_the_list_shows_and_nothing_else(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Some.Product("Tea", price: 5m), Some.Product("Cup", price: 9m, category: Category.Wellness), Some.Product("Mat", price: 7m, category: Category.Wellness));

        var csv = await shop.ExportAsync(ExportFormat.Own, new StaffProductFilter { Category = Category.Wellness, Sort = StaffProductSort.Price, Descending = true });

        Assert.Equal(["name", "Cup", "Mat"], csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task A_file_of_another_shop_is_taken_over_as_far_as_it_goes()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.StockAsync();
        var csv = Csv(
            "Handle|Title|Body (HTML)|Vendor|Type|Tags|Published|Option1 Name|Variant SKU|Variant Grams|Variant Price|Image Src|Status",
            "oat-cup|Oat Cup|<p>Six <strong>small</strong> cups.</p><ul><li>oats</li><li>salt</li></ul>|Mill|Meal Prep|\"breakfast, stage:active, diet:vegan\"|TRUE|Title|OAT-1|600|24.50|https://example.com/a.jpg|active",
            "oat-cup|||||||||||https://example.com/b.jpg|", "oat-cup|||||||Large|OAT-2|900|30||", "bar|Bar|Good.|Mill|Snacks||FALSE||BAR-1|50|2||draft");
        var defaults = new Dictionary<string, string> { ["kind"] = "Food", ["stages"] = "starting" };

        var planned = await shop.PlannedAsync(csv, defaults);
        await shop.AppliedAsync(planned, leaveOutWrong: true);

        await using var db = shop.Db();
        var cup = await db.Set<Product>().Include(p => p.Stages).SingleAsync(p => p.Sku == "OAT-1");
        Assert.Equal(("oat-cup", "Six **small** cups.\n\n- oats\n- salt", "Six **small** cups.", true, Category.MealPrep), (cup.Slug, cup.Description, cup.Summary, cup.IsPublished, cup.Category));
        Assert.Equal((JourneyStage.Active, "vegan"), (cup.Stages.Single().Stage, cup.Diets.Single()));
        Assert.Equal(
            [(4, "Handle", "This shop keeps no variants. Give each of them a handle and a title of its own."), (5, "Type", "Choose one of these: supplements, meal-prep, fitness, wellness.")],
            (await shop.RowsAsync(planned, RowChoice.Wrong)).Select(row => (row.Number, row.ProblemList[0].Column!, row.ProblemList[0].Sentence)));
        Assert.Contains("This shop keeps no vendor, so \"Vendor\" is left out.", planned.NoticeList);
        Assert.Contains("Rows that hold nothing but another picture of the product before them, and are left out: 1.", planned.NoticeList);
        Assert.Contains("Pictures are not brought in by a file, so \"Image Src\" is left out.", planned.NoticeList);
    }

    /// <summary>Products that say what no rule would let in today.</summary>
    private static async Task<int> HostileAsync(TestShop shop)
    {
        await shop.PublishedAsync(("sku", "ALL-1"), ("needs", "fiber\nprotein"), ("allergens", "milk\ntree nuts (almonds)"), ("cautions", "=Contains milk.\nAsk, \"first\"."), ("line2", "-5 °C"));
        var draft = await shop.DraftAsync(("sku", "ALL-2"), ("related", "ALL-1"), ("name", "Beside"), ("description", "# One\n\n- two\n- three"));
        Assert.Empty((await shop.Get<ProductPublisher>().ScheduleAsync(Typed.Dana, draft.Id, draft.Version, shop.Now.Date.AddDays(2))).Problems);
        string[] words =
        [
            .. Some.Nonsense.Where(text => text.Length < 400 && !text.Contains('\0', StringComparison.Ordinal) && !text.EnumerateRunes().Contains(Rune.ReplacementChar)),
            "=HYPERLINK(\"http://example.com\")", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "\ttab", "\rreturn", "two\nlines", " blanks ", "a;b", "a,b", "\"quoted\"", "'tis", "＝１",
        ];
        await shop.StockAsync([.. words.Select((text, i) =>
        {
            var product = Some.Product(text, published: i % 2 == 0);
            (product.Summary, product.Description, product.Claim) = (text, text, text == "" ? null : text);
            product.Cautions = text.Contains('\n', StringComparison.Ordinal) || text == "" ? [] : [text];
            return product;
        })]);
        return words.Length + 2;
    }
}
