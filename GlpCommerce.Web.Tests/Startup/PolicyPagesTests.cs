using GlpCommerce.Core.Data;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;

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
}
