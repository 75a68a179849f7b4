using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Messages of Stripe of which no copy ever comes.</summary>
public sealed class MissedMessagesTests : IAsyncLifetime
{
    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    /// <summary>What becomes of two requests for the list, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, StripeFault>> Troubles =>
        from row in TestDatabase.Each
        from fault in new[] { StripeFault.Unreachable, StripeFault.Overload, StripeFault.TooMany, StripeFault.Garbage }
        select new TheoryDataRow<DatabaseProvider, StripeFault>(row.Data, fault) { Skip = row.Skip };

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_objection_that_no_message_told_of_is_found_before_the_parcel_leaves(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var order = await PaidAsync(shop);
        _stripe.Dispute(_stripe.Intents[0]);

        await SweepAsync(shop);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Disputed, 2, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Equal("order.frozen", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_made_by_hand_that_no_message_told_of_comes_into_the_books(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var order = await PaidAsync(shop);
        _stripe.Refund(_stripe.Intents[0], 500);

        await SweepAsync(shop);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.PartiallyRefunded, 2, 0), await shop.StandsAsync(order.PublicId, _product));
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.Refunded], await shop.LedgerAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_was_heard_already_is_not_taken_again_also_after_a_restart(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await PaidAsync(shop);
        await shop.HearAsync(_stripe);
        _stripe.Dispute(_stripe.Intents[0]);
        await SweepAsync(shop);
        var (stored, jobs, ledger) = (await StoredAsync(shop), (await shop.JobsAsync()).Count, await shop.LedgerAsync());

        Assert.Equal(0, await shop.Get<MissedMessages>().RunAsync());
        Assert.Equal(0, await NewProcess(shop).RunAsync());
        await shop.HearAsync(_stripe);

        Assert.Equal(stored, await StoredAsync(shop));
        Assert.Equal(jobs, (await shop.JobsAsync()).Count);
        Assert.Equal(ledger, await shop.LedgerAsync());
    }

    [Theory, MemberData(nameof(Troubles))]
    public async Task While_Stripe_cannot_be_asked_nothing_is_lost(DatabaseProvider provider, StripeFault fault)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var order = await PaidAsync(shop);
        await SweepAsync(shop);
        shop.Clock.Advance(TimeSpan.FromHours(2));
        _stripe.Dispute(_stripe.Intents[0]);
        _stripe.Faults.Order(FakeStripeFaults.Messages, fault, times: 2);

        await SweepAsync(shop);
        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        shop.Clock.Advance(TimeSpan.FromHours(2));
        _stripe.Faults.Forget(FakeStripeFaults.Messages);
        await SweepAsync(shop);

        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_look_reads_so_many_pages_and_the_next_goes_on_from_there(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await PaidAsync(shop);
        var dispute = _stripe.Dispute(_stripe.Intents[0]);
        for (var i = 0; i < MissedMessages.MostPages; i++)
        {
            _stripe.MoveDispute(dispute, "under_review");
        }

        _stripe.LongestPage = 1;

        Assert.Equal(MissedMessages.MostPages, await shop.Get<MissedMessages>().RunAsync());
        // That the payment succeeded, and the two with which a dispute begins.
        Assert.Equal(3, await shop.Get<MissedMessages>().RunAsync());
        Assert.Equal(0, await shop.Get<MissedMessages>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_asks_for_what_was_written_since_the_first_payment_and_then_since_the_look_before_and_for_30_days_at_most(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await SweepAsync(shop);
        Assert.Empty(Asked());
        await shop.StockAsync(_product);
        var first = shop.Now;
        await shop.PaidAsync(_product);
        shop.Clock.Advance(TimeSpan.FromDays(20));
        await SweepAsync(shop);
        var second = shop.Now;
        shop.Clock.Advance(TimeSpan.FromDays(20));

        await SweepAsync(shop);
        await NewProcess(shop).RunAsync();

        Assert.Equal([first, second, shop.Now.AddDays(-30)], Asked().Select(since => since.AddHours(1)));
    }

    private async Task<Order> PaidAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        return await shop.PaidAsync(_product);
    }

    private static async Task SweepAsync(TestShop shop)
    {
        await shop.Get<MissedMessages>().RunAsync();
        await shop.RunJobsAsync();
    }

    /// <summary>It remembers nothing of the one before.</summary>
    private static MissedMessages NewProcess(TestShop shop) =>
        new(shop.Databases, shop.Get<PaymentGateways>(), shop.Get<ProviderInbox>(), shop.Clock, NullLogger<MissedMessages>.Instance);

    /// <summary>Since when the shop asked, once for each look.</summary>
    private List<DateTime> Asked() =>
        [.. _stripe.Calls.Where(call => call.Operation == FakeStripeFaults.Messages)
            .Select(call => DateTimeOffset.FromUnixTimeSeconds(long.Parse((string)FakeStripeData.Form(call.Body)["created"]!["gte"]!, System.Globalization.CultureInfo.InvariantCulture)).UtcDateTime)];

    private static async Task<int> StoredAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.ProviderEvents.CountAsync();
    }
}
