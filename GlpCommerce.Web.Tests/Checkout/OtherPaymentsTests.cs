using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>What becomes of the other tries to pay an order once one of them has paid it.</summary>
public sealed class OtherPaymentsTests : IAsyncLifetime
{
    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Late_money_of_the_first_try_cancels_the_second_at_Stripe_and_nobody_asks_about_it_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var id = await PaidAgainAsync(shop, SandboxGateway.ThreeDSecure);

        _stripe.TryAgain(_stripe.Intents[0]);
        await shop.HearAsync(_stripe);
        await shop.RepeatAllJobsAsync();
        _stripe.Answer(_stripe.Intents[1], approved: true);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(["succeeded", "canceled"], _stripe.Rows("payment_intent").Select(i => (string?)i["status"]));
        Assert.All(await shop.AttemptsAsync(), attempt => Assert.Null(attempt.NextCheckAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_try_that_is_paid_before_it_can_be_cancelled_goes_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var id = await PaidAgainAsync(shop, SandboxGateway.ThreeDSecure);
        shop.Gateway.Before = call =>
        {
            if (call == "cancel")
            {
                _stripe.Answer(_stripe.Intents[1], approved: true);
            }

            return Task.CompletedTask;
        };

        _stripe.TryAgain(_stripe.Intents[0]);
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((2 * _stripe.Refunded, (await shop.OrderAsync(id)).Total.Cents), (_stripe.Charged, _stripe.Refunded));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_try_that_was_declined_cannot_be_paid_any_more_once_another_has_paid(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var id = await PaidAgainAsync(shop, SandboxGateway.Visa);

        _stripe.TryAgain(_stripe.Intents[0]);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((await shop.OrderAsync(id)).Total.Cents, _stripe.Charged);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_try_that_has_not_begun_never_does(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PaidAgainAsync(shop, SandboxGateway.Visa, run: false);

        await CaptureFirstAsync(shop);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Single(await shop.IntentsAsync());
        Assert.All(await shop.AttemptsAsync(), attempt => Assert.Null(attempt.NextCheckAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_try_that_is_being_made_in_that_moment_is_cancelled_before_it_charges(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PaidAgainAsync(shop, SandboxGateway.Visa, run: false);
        shop.Gateway.After = call => call == "create" ? CaptureFirstAsync(shop) : Task.CompletedTask;

        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal([IntentStatus.Declined, IntentStatus.Canceled], (await shop.IntentsAsync()).Select(i => i.Status));
    }

    /// <summary>An order whose first payment was declined, and which is being paid again.</summary>
    private async Task<string> PaidAgainAsync(TestShop shop, string method, bool run = true)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var id = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!.PublicId;
        await shop.RunJobsAsync();
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), method)).Problem);
        await (run ? shop.RunJobsAsync() : Task.CompletedTask);
        return id;
    }

    /// <summary>The provider says that the first payment went through after all.</summary>
    private static Task<bool> CaptureFirstAsync(TestShop shop) => shop.Databases.InTransactionAsync(async db =>
    {
        var attempt = await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).FirstAsync();
        var intent = new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, intent, default);
        return await db.SaveChangesAsync() >= 0;
    });
}
