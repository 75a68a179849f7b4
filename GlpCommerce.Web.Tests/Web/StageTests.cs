using System.Text.Json;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>A shopper's stage tells something about their health: it stays in their browser.</summary>
public sealed class StageTests(ShopServers servers)
{
    [Fact]
    public async Task The_choice_comes_back_to_the_page_it_was_made_on_and_shows_there()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var home = await ChooseAsync(visitor, "maintenance");

        Assert.Equal("/", home.Path);
        Assert.Equal("true", home.Document.QuerySelector("button[value=maintenance]")!.GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task The_cookie_is_out_of_the_reach_of_scripts_and_other_sites()
    {
        var shop = await servers.AnyAsync();
        using var visitor = new Visitor(shop.Server.CreateHandler(), new Uri("https://localhost"), followsRedirects: false);

        var answer = await ChooseAsync(visitor, "active");

        var cookie = Assert.Single(answer.Answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("stage=active", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.All(["; httponly", "; samesite=lax", "; secure"], part => Assert.Contains(part, cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Not_sure_takes_the_cookie_away()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        await ChooseAsync(visitor, "active");

        await ChooseAsync(visitor, "none");

        Assert.Null(visitor.Cookie("stage"));
    }

    [Fact]
    public async Task A_stage_that_does_not_exist_is_refused()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var answer = await ChooseAsync(visitor, "active", sent: "cured");

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(visitor.Cookie("stage"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/products/whey-isolate-powder-soft-vanilla")]
    [InlineData("/cart")]
    public async Task A_row_for_the_chosen_stage_stands_on_the_page_and_says_why_for_each_product(string path)
    {
        var shop = await servers.AnyAsync();
        var products = (await shop.ProductsAsync()).ToDictionary(p => "/products/" + p.Slug);
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(await shop.InStockAsync())).AddToCartAsync();
        await ChooseAsync(visitor, "maintenance");

        var page = await visitor.OpenAsync(path);

        Assert.Equal("For Maintenance, from every shelf", page.Text("#for-stage"));
        var tiles = page.Document.QuerySelectorAll("section[aria-labelledby=for-stage] li");
        Assert.Equal(4, tiles.Length);
        Assert.All(tiles, tile =>
        {
            var product = products[tile.QuerySelector("h3 a")!.GetAttribute("href")!];
            Assert.Contains(product.Stages, stage => stage.Stage == JourneyStage.Maintenance);
            Assert.Matches("^Maintenance: .*[a-z]{3}", Page.Words(tile.QuerySelector(".why")));
        });
    }

    [Fact]
    public async Task Nothing_that_is_kept_about_a_shopper_or_an_order_tells_the_stage()
    {
        await using var shop = await ShopServer.StartAsync(Core.Data.DatabaseProvider.Sqlite);
        using var visitor = shop.NewVisitor();
        await ChooseAsync(visitor, "maintenance");
        var order = await visitor.BuyAsync(await shop.InStockAsync());
        await order.UntilAsync(OrderStatus.Confirmed);
        await Poll.UntilAsync(() => Task.FromResult(shop.EmailsOf(order.Number)), emails => emails.Count > 0, "the e-mail");

        Assert.DoesNotContain(await KeptAsync(shop), row => row.Contains("maintenance", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("maintenance", shop.EmailsOf(order.Number)[0].HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(shop.Log.AsOperated(), line => line.Contains("maintenance", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<Page> ChooseAsync(Visitor visitor, string stage, string? sent = null)
    {
        var home = await visitor.OpenAsync("/");
        var button = home.Document.QuerySelectorAll("button[name=stage]").Cast<IHtmlButtonElement>().Single(b => b.Value == stage);
        button.Value = sent ?? stage;
        return await visitor.SubmitAsync(button.Form!, button);
    }

    /// <summary>Every row of every table that does not belong to the catalogue or is written for everybody.</summary>
    private static async Task<List<string>> KeptAsync(ShopServer shop)
    {
        Type[] catalogue = [typeof(Product), typeof(ProductStage), typeof(Article), typeof(Policy)];
        await using var db = shop.Db();
        var tables = db.Model.GetEntityTypes().Where(t => !catalogue.Contains(t.ClrType) && !t.IsOwned()).Select(t => t.GetTableName()!).Distinct();
        var rows = new List<string>();
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(table + JsonSerializer.Serialize(Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
            }
        }

        Assert.Contains(rows, row => row.StartsWith("Orders", StringComparison.Ordinal));
        return rows;
    }
}
