using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class PolicyPagesTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_that_was_edited_as_a_file_is_taken_over_once_and_what_staff_write_then_stays(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (pages, editor) = (shop.Get<PolicyPages>(), shop.Get<PolicyEditor>());
        await WriteAsync(shop, "privacy", "---\ntitle: \"What we know\"\nsummary: \"Little.\"\nupdated: 2026-01-02\n---\n\nOur own words.\n");
        await pages.FillMissingAsync();
        var taken = (await pages.FindAsync("privacy"))!;
        Assert.Equal(("What we know", "Little.", new DateOnly(2026, 1, 2), "Our own words."), (taken.Title, taken.Summary, taken.UpdatedOn, taken.Markdown));
        var form = PolicyForm.Of((await editor.FindAsync("privacy"))!);
        form["body"] = "Other words.";
        Assert.Null((await editor.SaveAsync(Typed.Manager, "privacy", 1, form)).Problem);

        await pages.FillMissingAsync();

        Assert.Equal("Other words.", (await pages.FindAsync("privacy"))!.Markdown);
    }

    [Fact]
    public async Task Every_page_is_there_and_has_no_placeholder_left()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var pages = shop.Get<PolicyPages>();
        await pages.FillMissingAsync();

        foreach (var slug in PolicyPages.Slugs)
        {
            var page = (await pages.FindAsync(slug))!;
            Assert.NotEmpty(page.Title);
            Assert.DoesNotContain("{{", page.Markdown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_shop_that_is_paid_through_Stripe_says_so_and_one_that_is_not_does_not()
    {
        await using var stripe = await FakeStripe.StartAsync();
        await using var paid = await TestShop.OpenAsync(DatabaseProvider.Sqlite, stripe);
        await using var pretended = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        foreach (var slug in new[] { "privacy", "health-data" })
        {
            var (there, not) = (await TextAsync(paid, slug), await TextAsync(pretended, slug));
            Assert.Contains("Stripe", there, StringComparison.Ordinal);
            Assert.DoesNotContain("test mode", there, StringComparison.Ordinal);
            Assert.DoesNotContain("{{", there, StringComparison.Ordinal);
            Assert.Contains("test mode", not, StringComparison.Ordinal);
            Assert.DoesNotContain("Stripe", not, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("../shop")]
    [InlineData("nothing")]
    [InlineData("")]
    [InlineData("PRIVACY")]
    public async Task Only_the_shops_own_pages_can_be_read(string slug)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var pages = shop.Get<PolicyPages>();
        await pages.FillMissingAsync();

        Assert.Null(await pages.FindAsync(slug));
    }

    [Fact]
    public async Task Terms_name_the_shops_own_values()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite, ("Shop:LegalName", "Ada's Shop LLC"), ("Shipping:FlatRate", "4.20"));
        var pages = shop.Get<PolicyPages>();
        await pages.FillMissingAsync();

        Assert.Contains("Ada's Shop LLC", (await pages.FindAsync("terms"))!.Markdown, StringComparison.Ordinal);
        Assert.Contains("$4.20", (await pages.FindAsync("shipping-returns"))!.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terms_say_how_long_goods_are_put_aside_in_this_shop()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite, ("Shop:UnpaidOrderMinutes", "45"));
        var pages = shop.Get<PolicyPages>();
        await pages.FillMissingAsync();

        Assert.Contains("not paid after 45 minutes", (await pages.FindAsync("terms"))!.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80", "Shipping is $4.20 an order. It is free when the goods come to $80.00 or more. We ship")]
    [InlineData("", "Shipping is $4.20 an order. We ship")]
    public async Task Free_shipping_is_spoken_of_only_where_there_is_some(string freeOver, string said)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite, ("Shipping:FlatRate", "4.20"));
        var pages = shop.Get<PolicyPages>();
        await shop.SetRatesAsync((RateForm.Free, freeOver));
        await pages.FillMissingAsync();

        Assert.Contains(said, (await pages.FindAsync("shipping-returns"))!.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\ntitle: \"Terms\nupdated: [\n---\n\nOur own words.\n")]
    [InlineData("---\n---\nOur own words.")]
    [InlineData("Our own words.")]
    public async Task A_file_with_a_broken_head_is_taken_over_under_the_shops_own_title_and_logged(string file)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await WriteAsync(shop, "terms", file);
        await shop.Get<PolicyPages>().FillMissingAsync();

        var page = (await shop.Get<PolicyPages>().FindAsync("terms"))!;

        Assert.Equal(("Terms of sale", "Our own words."), (page.Title, page.Markdown));
        Assert.Contains("terms.md", Assert.Single(shop.Log.AsOperated(), line => line.Contains("head of", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static async Task WriteAsync(TestShop shop, string slug, string file)
    {
        Directory.CreateDirectory(Path.Combine(shop.Folder, "pages"));
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "pages", $"{slug}.md"), file);
    }

    private static async Task<string> TextAsync(TestShop shop, string slug)
    {
        await shop.Get<PolicyPages>().FillMissingAsync();
        return (await shop.Get<PolicyPages>().FindAsync(slug))!.Markdown;
    }
}
