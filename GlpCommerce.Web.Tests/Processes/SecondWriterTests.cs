using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Data.Sqlite;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>Another program (a backup, a person with a shell) holds the write lock of the shop's file.</summary>
[Collection(ProcessTests.Name)]
public sealed class SecondWriterTests
{
    [Fact]
    public async Task Who_cannot_write_in_time_is_told_so_pages_go_on_and_nothing_is_half_done()
    {
        await using var shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite)).StartAsync();
        await using var shoppers = Shoppers.Send(shop, await shop.StockAsync(), count: 3);
        await shoppers.BuyAsync();

        await using (await LockAsync(shop))
        {
            using var visitor = shop.NewVisitor();
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/shop")).Status);
            Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/learn")).Status);
            await shoppers.RefusedAsync();
        }

        await shoppers.BuyAsync();
        await shoppers.FinishAsync();
        await shop.SettledAsync();
        await shop.CountAsync(shoppers.Told);
        Assert.All(shoppers.Excuses, Excuse.IsOne);
    }

    /// <summary>A page may wait for fifteen seconds. What the API promises is five, here with room for a busy machine.</summary>
    [Fact]
    public async Task A_client_of_the_api_is_told_within_the_time_of_a_request()
    {
        await using var shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite)).StartAsync();
        using var client = ApiClient.Of(shop);
        const string Add = "mutation { addToCart(input: { sessionId: \"0123456789abcdef-second\", productId: 1 }) { cart { count } errors { code } } }";

        ApiAnswer locked;
        await using (await LockAsync(shop))
        {
            locked = await client.AskAsync(Add);
            Assert.Equal(0, (await client.AskAsync("{ cart(sessionId: \"0123456789abcdef-second\") { count } }")).Data.Number("cart.count"));
        }

        Assert.Equal("UNAVAILABLE", locked.Code);
        Assert.InRange(locked.Elapsed.TotalSeconds, 3, 14);
        Assert.Equal(1, (await client.AskAsync(Add)).Data.Number("addToCart.cart.count"));
    }

    private static async Task<SqliteConnection> LockAsync(ShopProcess shop)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(shop.Folder, "shop.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = new SqliteCommand("BEGIN IMMEDIATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
