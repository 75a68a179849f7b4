using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>The real program and the stand-in of Stripe, with a network between them.</summary>
[Collection(ProcessTests.Name)]
public sealed class StripeProcessTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_is_paid_through_Stripe_and_its_messages_are_taken(DatabaseProvider provider)
    {
        await using var stripe = await FakeStripe.StartAsync();
        await using var shop = await ShopProcess.NewAsync(provider, stripe.Settings);
        await shop.StartAsync();
        stripe.Outbox.Shop = shop.Address;

        using var visitor = shop.NewVisitor();
        var order = await BuyAsync(shop, visitor);
        await order.UntilAsync(OrderStatus.Confirmed);

        await Poll.UntilAsync(() => OpenMessagesAsync(shop), open => open == (stripe.Outbox.Messages.Count, 0), "every message to be taken and followed up");
        Assert.Single(stripe.Rows("charge"));
        Assert.DoesNotContain("_secret_", shop.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeStripe.SecretKey, shop.Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Killed_between_the_charge_and_its_record_the_shop_charges_once(DatabaseProvider provider)
    {
        await using var stripe = await FakeStripe.StartAsync();
        await using var shop = await ShopProcess.NewAsync(provider, stripe.Settings);
        await shop.StartAsync();
        stripe.Faults.Order(FakeStripeFaults.Confirm, StripeFault.Held);

        using var visitor = shop.NewVisitor();
        var order = await BuyAsync(shop, visitor);
        await Poll.UntilAsync(() => Task.FromResult(stripe.Rows("charge").Count), charges => charges == 1, "the charge");
        await shop.KillAsync();
        await shop.StartAsync();
        await order.UntilAsync(OrderStatus.Confirmed);

        await using var db = shop.Db();
        Assert.Equal(stripe.Charged, (await db.Set<Order>().AsNoTracking().SingleAsync()).Total.Cents);
        Assert.Single(stripe.Rows("charge"));
    }

    private static async Task<Support.Pages.OrderPage> BuyAsync(ShopProcess shop, Visitor visitor)
    {
        await using var db = shop.Db();
        var product = await db.Set<Product>().AsNoTracking().OrderBy(p => p.Id).FirstAsync(p => p.IsPublished && p.Stock.OnHand > 5);
        return await visitor.BuyAsync(product, card: "pm_card_visa");
    }

    /// <summary>How many messages are stored, and how many jobs wait.</summary>
    private static async Task<(int Stored, int Open)> OpenMessagesAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        var open = await db.Set<Core.Jobs.Job>().CountAsync(j => j.Kind == "handle-provider-event" && j.DoneAt == null);
        return (await db.Set<ProviderEvent>().CountAsync(), open);
    }
}
