using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Objections that the shop hears of late.</summary>
public sealed class StripeDisputesTests : IAsyncLifetime
{
    private const int Tries = 200;

    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_objection_that_cannot_be_read_for_days_is_on_record_as_soon_as_it_can(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await shop.StockAsync(_product);
        var id = (await shop.PaidAsync(_product)).PublicId;
        await shop.HearAsync(_stripe);
        shop.Gateway.Before = call => call == "look up" ? throw new HttpRequestException("Nobody answers.") : Task.CompletedTask;
        _stripe.Dispute(_stripe.Intents[0]);
        await shop.HearAsync(_stripe);
        for (var tries = 1; tries < Tries - 1; tries++)
        {
            await TryAgainAsync(shop);
        }

        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(id)).PaymentStatus);
        shop.Gateway.Before = _ => Task.CompletedTask;
        await TryAgainAsync(shop);

        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(id)).PaymentStatus);
    }

    private static Task<int> TryAgainAsync(TestShop shop)
    {
        shop.Clock.Advance(HandleProviderEvent.Spec.LongestDelay * 1.25);
        return shop.RunJobsAsync();
    }
}
