using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>The real program is killed while it takes orders, started again, and everything is counted.</summary>
[Collection(ProcessTests.Name)]
public sealed class CrashTests
{
    private const int Kills = 5;

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Killed_again_and_again_while_orders_are_placed_it_loses_nothing_and_doubles_nothing(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider);
        await shop.StartAsync();
        await using var shoppers = Shoppers.Send(shop, await shop.StockAsync());

        for (var kill = 0; kill < Kills; kill++)
        {
            await shoppers.BuyAsync();
            await Task.Delay(Random.Shared.Next(400));
            await shop.KillAsync();
            await shop.StartAsync();
        }

        await shoppers.FinishAsync();
        await shop.SettledAsync();
        await shop.CountAsync(shoppers.Told);
    }
}
