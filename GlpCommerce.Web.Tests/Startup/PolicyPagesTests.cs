using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class PolicyPagesTests
{
    [Fact]
    public async Task A_merchants_own_text_survives_a_restart_and_shows_at_once()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var pages = shop.Get<PolicyPages>();
        await pages.WriteMissingAsync(default);
        var file = Path.Combine(shop.Folder, "pages", "privacy.md");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)) + "\nOur own words.\n");

        await pages.WriteMissingAsync(default);

        Assert.EndsWith("Our own words.", (await pages.FindAsync("privacy"))!.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_is_there_and_has_no_placeholder_left()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var pages = shop.Get<PolicyPages>();
        await pages.WriteMissingAsync(default);

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
        await pages.WriteMissingAsync(default);

        Assert.Null(await pages.FindAsync(slug));
    }

    [Fact]
    public async Task Terms_name_the_shops_own_values()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite, ("Shop:LegalName", "Ada's Shop LLC"), ("Shipping:FlatRate", "4.20"));
        var pages = shop.Get<PolicyPages>();
        await pages.WriteMissingAsync(default);

        Assert.Contains("Ada's Shop LLC", (await pages.FindAsync("terms"))!.Markdown, StringComparison.Ordinal);
        Assert.Contains("$4.20", (await pages.FindAsync("shipping-returns"))!.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terms_say_how_long_goods_are_put_aside_in_this_shop()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite, ("Shop:UnpaidOrderMinutes", "45"));
        var pages = shop.Get<PolicyPages>();
        await pages.WriteMissingAsync(default);

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
        await pages.WriteMissingAsync(default);

        Assert.Contains(said, (await pages.FindAsync("shipping-returns"))!.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("---\ntitle: \"Terms\nupdated: [\n---\n\nOur own words.\n")]
    [InlineData("---\n---\nOur own words.")]
    [InlineData("Our own words.")]
    public async Task A_page_with_a_broken_head_is_shown_under_its_files_name_and_logged(string file)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        using var log = new LogLines();
        using var loggers = new LoggerFactory([log]);
        var pages = new PolicyPages(new DataFolder(shop.Folder), shop.Get<IOptions<ShopOptions>>(), shop.Get<IOptions<PaymentOptions>>(), shop.Get<RateBook>(), loggers.CreateLogger<PolicyPages>());
        await pages.WriteMissingAsync(default);
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "pages", "terms.md"), file);

        var page = (await pages.FindAsync("terms"))!;

        Assert.Equal("terms", page.Title);
        Assert.Equal("Our own words.", page.Markdown);
        Assert.Contains("terms.md", Assert.Single(log.AsOperated()), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(TestShop shop, string slug)
    {
        await shop.Get<PolicyPages>().WriteMissingAsync(default);
        return (await shop.Get<PolicyPages>().FindAsync(slug))!.Markdown;
    }
}
