using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Whole orders that are paid on Stripe's own page.</summary>
public sealed class StripePagesTests : IAsyncLifetime
{
    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_on_the_page_confirms_the_order_and_can_be_given_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 3, 1), await shop.StandsAsync(id, _product));
        Assert.False(_stripe.PayOnPage(await PageAsync(shop), "card_chargeDeclined"));
        await shop.HearAsync(_stripe);
        Assert.Equal(OrderStatus.Pending, (await shop.OrderAsync(id)).Status);

        _stripe.PayOnPage(await PageAsync(shop));
        await shop.HearAsync(_stripe, times: 20, reversed: true);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(_stripe.Charged, _stripe.Refunded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Without_any_message_the_sweep_finds_the_payment(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop);
        _stripe.PayOnPage(await PageAsync(shop));

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task When_the_order_ends_its_page_is_closed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        _stripe.PayOnPage(await PageAsync(shop));
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(0, _stripe.Charged);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_page_that_was_paid_just_before_the_end_confirms_the_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop);
        _stripe.PayOnPage(await PageAsync(shop));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_from_a_bank_account_takes_its_days_there_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop);
        _stripe.PayOnPage(await PageAsync(shop), "usBankAccount");
        await shop.HearAsync(_stripe);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(40));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 3, 1), await shop.StandsAsync(id, _product));

        _stripe.Settle(_stripe.Intents[0], arrived: true);
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    private static async Task<string> PageAsync(TestShop shop) => Assert.Single(await shop.AttemptsAsync()).IntentId!;

    private async Task<(string Session, string PublicId)> PlacedAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var placed = await shop.PlaceAsync(session, StripeGateway.Hosted);
        await shop.RunJobsAsync();
        return (session, placed.Value!.PublicId);
    }
}
