using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Messages of one order whose payment moves on while they are on their way: late, early, again, and in any order.</summary>
public sealed class ShuffledMessagesTests : IAsyncLifetime
{
    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    public static IEnumerable<TheoryDataRow<DatabaseProvider, int>> Shuffles =>
        from row in TestDatabase.Each
        from seed in Enumerable.Range(1, 6)
        select new TheoryDataRow<DatabaseProvider, int>(row.Data, seed) { Skip = row.Skip };

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(Shuffles))]
    public async Task Whatever_is_heard_when_leads_to_the_same_state(DatabaseProvider provider, int seed)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await shop.StockAsync(_product);
        var id = (await shop.PlacedAsync(_product, method: "ctoken_card_threeDSecure2Required_1")).PublicId;
        await shop.RunJobsAsync();
        var random = new Random(seed);

        await HearSomeAsync(shop, random);
        _stripe.Answer(_stripe.Intents[0], approved: true);
        await HearSomeAsync(shop, random);
        var byHand = _stripe.Refund(_stripe.Intents[0], 500);
        await HearSomeAsync(shop, random);
        var dispute = _stripe.Dispute(_stripe.Intents[0]);
        await HearSomeAsync(shop, random);
        _stripe.MoveDispute(dispute, "under_review");
        _stripe.MoveDispute(dispute, "won");
        await HearSomeAsync(shop, random);
        _stripe.EndRefund(byHand, "failed", "expired_or_canceled_card");
        await HearAllAsync(shop, random);

        await StandsAsync(shop, id);
    }

    /// <summary>Some of what has been written by then, shuffled, and some of it twice; the shop may be slow to follow it up.</summary>
    private async Task HearSomeAsync(TestShop shop, Random random)
    {
        var written = _stripe.Outbox.Messages.Concat(_stripe.Outbox.Messages).OrderBy(_ => random.Next()).ToList();
        foreach (var message in written.Take(random.Next(written.Count + 1)))
        {
            await ReceiveAsync(shop, message);
        }

        await (random.Next(2) == 0 ? shop.RunJobsAsync() : Task.CompletedTask);
    }

    /// <summary>The rest, shuffled, followed up by several at once.</summary>
    private async Task HearAllAsync(TestShop shop, Random random)
    {
        foreach (var message in _stripe.Outbox.Messages.OrderBy(_ => random.Next()).ToList())
        {
            await ReceiveAsync(shop, message);
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(node => Task.Run(() => shop.Runner($"node-{node}").RunDueAsync())));
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));
    }

    private static Task ReceiveAsync(TestShop shop, StripeMessage message)
    {
        var notice = StripeNotice.Read(message.Json)!;
        return shop.Get<ProviderInbox>().ReceiveAsync(notice.Id, "stripe", notice.Type, notice.ObjectId, notice.Concerns);
    }

    /// <summary>Paid once, and the bank has decided for the shop; whether it ever heard of the refund that failed does not matter.</summary>
    private async Task StandsAsync(TestShop shop, string id)
    {
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        var order = await shop.OrderAsync(id);
        Assert.Single(order.Events, step => step is { Kind: OrderEventKind.Moved, Status: OrderStatus.Confirmed });
        Assert.Single(await shop.LedgerAsync(), kind => kind == LedgerKind.DisputeWon);
        Assert.DoesNotContain(await shop.JobsAsync(), job => job.Kind == HandleProviderEvent.Spec.Name && job.DoneAt is null);
        await new MoneyBooks(shop, order.Id).AgreeAsync();
    }
}
