using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>The disk under the shop's data folder becomes full while it takes orders.</summary>
[Collection(ProcessTests.Name)]
public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_refuses_orders_in_words_loses_none_and_emails_are_written_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 48);
        await using var shop = await ShopProcess.NewAsync(DatabaseProvider.Sqlite, ("Shop:DataPath", disk.Folder));
        await shop.StartAsync();
        await using var shoppers = Shoppers.Send(shop, await shop.StockAsync(), count: 3);
        await shoppers.BuyAsync();

        disk.Fill();
        await Poll.UntilAsync(() => Task.FromResult(shoppers.Excuses.Count), count => count > 3, "shoppers to be told", Shoppers.Patience);
        using var visitor = shop.NewVisitor();
        using var ready = await visitor.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/shop")).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/learn")).Status);

        disk.Free();
        await shoppers.BuyAsync();
        await shoppers.FinishAsync();
        await shop.SettledAsync();
        await shop.CountAsync(shoppers.Told);
        Assert.All(shoppers.Excuses, Excuse.IsOne);
    }
}
