using System.Diagnostics;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Processes;

public sealed class OrderEventsProcessTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_reader_misses_nothing_when_the_shop_is_killed_and_started_again(DatabaseProvider provider)
    {
        await using var shop = await (await ShopProcess.NewAsync(provider)).StartAsync();
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await FirstAsync(shop), SandboxGateway.Declined)).Text("id")!;
        var heard = new List<OrderEventSeen>();
        await using (var before = await shopper.FollowAsync(id))
        {
            heard.AddRange(await before.UntilAsync(e => e.Status == "failed"));
            await shopper.PayAsync(id, SandboxGateway.ThreeDSecure);
            await shop.KillAsync();
        }

        await shop.StartAsync();
        using (var browser = shop.NewVisitor())
        {
            await shopper.UntilAsync(id, PaymentStatus.RequiresAction);
            await (await (await browser.OrderAsync(id)).UnlockAsync(shopper.Token!)).AnswerBankAsync(approve: true);
        }

        await using var after = await shopper.FollowAsync(id, known: heard[^1].Id);
        heard.AddRange(await after.ToEndAsync());

        // The bank may have said no before the reader came: from the first event on, none of the four steps is left out.
        Assert.InRange(heard[0].Id, 1, 2);
        Assert.Equal(Enumerable.Range(heard[0].Id, 5 - heard[0].Id), heard.Select(e => e.Id).Distinct());
        Assert.Equal(("confirmed", "succeeded"), (heard[^1].Status, heard[^1].PaymentStatus));
    }

    [Fact]
    public async Task A_shop_that_is_told_to_stop_does_not_wait_for_its_readers()
    {
        await using var shop = await (await ShopProcess.NewAsync(DatabaseProvider.Sqlite)).StartAsync();
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await FirstAsync(shop), card: null)).Text("id")!;
        await using var events = await shopper.FollowAsync(id);
        await events.NextAsync();

        using var stop = Process.Start("kill", ["-TERM", $"{shop.Id}"]);

        // A host that waited for the stream would end it after 30 seconds, and cut it off.
        Assert.Empty(await events.ToEndAsync());
        await Poll.UntilAsync(() => Task.FromResult(shop.HasEnded), ended => ended, "the shop to stop");
    }

    private static async Task<Core.Catalog.Product> FirstAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        return await db.Set<Core.Catalog.Product>().AsNoTracking().OrderBy(p => p.Id).FirstAsync(p => p.Stock.OnHand > 5);
    }
}
