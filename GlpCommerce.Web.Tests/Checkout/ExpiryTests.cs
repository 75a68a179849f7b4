using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class ExpiryTests
{
    private readonly Product _product = Some.Product(stock: 3);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_unpaid_order_gives_its_stock_back_after_thirty_minutes_and_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(29));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 3, 2), await shop.StandsAsync(id, _product));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(IntentStatus.Canceled, Assert.Single(await shop.IntentsAsync()).Status);
        Assert.Contains("not paid in time", (await shop.OrderAsync(id)).Events.MaxBy(e => e.Id)!.Text, StringComparison.Ordinal);
        Assert.Empty(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_has_not_begun_can_never_begin_after_the_expiry(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.Visa, run: false);
        shop.Clock.Advance(TimeSpan.FromMinutes(31));
        await shop.RunOnlyAsync("expire-order");
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(await shop.IntentsAsync());
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_begins_while_the_order_expires_is_cancelled(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.Visa, run: false);
        shop.Gateway.After = call => call == "create" ? ExpireAsync() : Task.CompletedTask;

        await shop.RunOnlyAsync("process-payment");

        Task ExpireAsync()
        {
            shop.Clock.Advance(TimeSpan.FromMinutes(31));
            return shop.RunOnlyAsync("expire-order");
        }

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(IntentStatus.Canceled, Assert.Single(await shop.IntentsAsync()).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_went_through_unnoticed_confirms_the_order_when_it_should_expire(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.Visa, run: false);
        shop.Gateway.After = call => call is "confirm" or "read" ? throw new HttpRequestException("The answer was lost.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Pending, 3, 2), await shop.StandsAsync(id, _product));

        shop.Gateway.After = _ => Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(30));

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 1, 0), await shop.StandsAsync(id, _product));
        Assert.Single(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_the_bank_still_works_on_keeps_its_stock_and_is_not_cancelled(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await BankSaysAsync(shop, IntentStatus.Processing);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(62));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 3, 2), await shop.StandsAsync(id, _product));
        Assert.DoesNotContain("cancel", shop.Gateway.Calls);

        await BankSaysAsync(shop, IntentStatus.Succeeded);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 1, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Stock_stays_aside_as_long_as_the_provider_cannot_be_asked(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        shop.Gateway.Before = call => call == "cancel" ? throw new HttpRequestException("Nobody answers.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(60));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 3, 2), await shop.StandsAsync(id, _product));

        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(20));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_waits_for_its_bank_and_would_not_be_cancelled_is_looked_at_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);

        await WouldNotBeCancelledAsync(shop, id, PaymentStatus.RequiresAction);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_has_not_begun_and_would_not_be_cancelled_is_looked_at_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        shop.Gateway.Before = call => call == "confirm" ? throw new HttpRequestException("Nobody answers.") : Task.CompletedTask;
        var id = await PlacedAsync(shop, SandboxGateway.Visa);

        await WouldNotBeCancelledAsync(shop, id, PaymentStatus.Pending);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Paying_again_starts_the_thirty_minutes_anew(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 2));
        var id = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!.PublicId;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(20));

        await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.ThreeDSecure);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(20));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 3, 2), await shop.StandsAsync(id, _product));

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(11));
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
    }

    private async Task WouldNotBeCancelledAsync(TestShop shop, string id, PaymentStatus status)
    {
        shop.Gateway.CancelsNothing = true;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(32));
        Assert.Equal((OrderStatus.Pending, status, 3, 2), await shop.StandsAsync(id, _product));

        shop.Gateway.CancelsNothing = false;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
    }

    private async Task<string> PlacedAsync(TestShop shop, string method, bool run = true)
    {
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2, method);
        await (run ? shop.RunJobsAsync() : Task.CompletedTask);
        return placed.PublicId;
    }

    private static async Task BankSaysAsync(TestShop shop, IntentStatus status)
    {
        await using var db = shop.Db();
        await db.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, status));
    }
}
