using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Admin.Products;

/// <summary>What a product's state offers, and what its history tells.</summary>
public sealed class ProductActsTests : StaffComponentContext
{
    [Theory]
    [InlineData(true, false, new[] { "Take off the shelf", "Archive" })]
    [InlineData(false, false, new[] { "Archive", "Publish" })]
    [InlineData(false, true, new[] { "Take out of the archive" })]
    public async Task A_state_offers_its_own_ways_out(bool isPublished, bool isArchived, string[] ways)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = Some.Product(published: isPublished);
        product.IsArchived = isArchived;

        var buttons = Open<StateButtons>(shop, Roles.Staff, p => p.Add(b => b.Product, product));

        Assert.Equal(ways, buttons.FindAll("button").Select(way => way.TextContent.Trim()));
    }

    [Fact]
    public async Task What_is_pressed_is_what_is_done()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product()))[0];
        ProductAct? chosen = null;
        var buttons = Open<StateButtons>(shop, Roles.Staff, p => p.Add(b => b.Product, product).Add(b => b.OnAct, act => chosen = act));

        Button(buttons, "Archive").Click();
        var done = await chosen!.Do(Typed.Dana, product.Id, product.Version, Xunit.TestContext.Current.CancellationToken);

        Assert.Empty(done.Problems);
        await using var db = shop.Db();
        var now = await db.Set<Product>().AsNoTracking().SingleAsync();
        Assert.Equal((true, false), (now.IsArchived, now.IsPublished));
    }

    [Fact]
    public async Task A_history_is_read_on_from_its_last_row_and_names_who_changed_what()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var robin = await shop.AccountAsync("robin@example.com");
        var asked = new List<long?>();
        var history = Open<HistoryTable>(shop, Roles.Staff, p => p.Add(h => h.TitleOf, name => $"The {name}").Add(h => h.Read, ReadAsync));
        Assert.Equal(50, history.FindAll("tbody tr").Count);

        Button(history, "Older changes").Click();

        history.WaitForAssertion(() => Assert.Equal(52, history.FindAll("tbody tr").Count));
        Assert.Equal([null, 51L], asked);
        Assert.Empty(history.FindAll("button"));
        Assert.Equal(["robin@example.com", "The price", "1", "2"], history.FindAll("tbody tr")[0].Children.Skip(1).Select(cell => cell.TextContent));
        Assert.Equal(["The shop itself", "Somebody"], history.FindAll("tbody tr").Skip(50).Select(row => row.Children[1].TextContent));

        Task<IReadOnlyList<PastChange>> ReadAsync(long? before, int count)
        {
            asked.Add(before);
            IReadOnlyList<PastChange> rows = before is null ? [.. Enumerable.Range(0, count).Select(i => Change(100 - i, robin.Id))] : [Change(50, 0), Change(49, 999)];
            return Task.FromResult(rows);
        }

        ProductChange Change(long id, long account) => new() { Id = id, At = shop.Now, AccountId = account, Field = "price", Before = "1", After = "2" };
    }
}
