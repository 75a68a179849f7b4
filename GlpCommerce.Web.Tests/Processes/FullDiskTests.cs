using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>The disk under the shop's data folder, or under its database server, becomes full while it takes orders.</summary>
[Collection(ProcessTests.Name)]
public sealed class FullDiskTests
{
    public static IEnumerable<TheoryDataRow<DatabaseProvider>> Servers => TestDatabase.Each.Where(row => row.Data == DatabaseProvider.Postgres);

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

    [Theory, MemberData(nameof(Servers))]
    public async Task A_database_server_without_room_for_an_order_refuses_it_in_words_and_takes_it_when_there_is_room(DatabaseProvider provider)
    {
        await using var shop = await ShopProcess.NewAsync(provider);
        await shop.StartAsync();
        await using var shoppers = Shoppers.Send(shop, await shop.StockAsync(), count: 3);
        await shoppers.BuyAsync();
        await using var db = shop.Db();
        // What the server says when it cannot make a table's file longer.
        await db.Database.ExecuteSqlRawAsync("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$");
        await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER full_disk BEFORE INSERT ON \"Orders\" FOR EACH ROW EXECUTE FUNCTION full_disk()");
        await Poll.UntilAsync(() => Task.FromResult(shoppers.Excuses.Count), count => count > 3, "shoppers to be told", Shoppers.Patience);

        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER full_disk ON \"Orders\"");
        await shoppers.BuyAsync();
        await shoppers.FinishAsync();
        await shop.SettledAsync();

        await shop.CountAsync(shoppers.Told);
        Assert.All(shoppers.Excuses, Excuse.IsOne);
    }
}
