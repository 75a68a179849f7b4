using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>What the sweep heals when messages and processes were lost.</summary>
public sealed class ReconcilerTests
{
    private readonly Product _product = Some.Product(stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_payment_job_gave_up_is_settled_by_the_sweep(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.Visa);
        shop.Gateway.After = call => call is "confirm" or "read" ? throw new HttpRequestException("The answer was lost.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(14));
        shop.Gateway.After = _ => Task.CompletedTask;
        Assert.Equal(0, await SweepAsync(shop));
        Assert.Equal(OrderStatus.Pending, (await shop.OrderAsync(id)).Status);

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SweepAsync(shop));

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Single(await shop.IntentsAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_approval_nobody_told_us_of_is_found(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        await shop.Get<SandboxGateway>().AnswerAsync((await shop.IntentsAsync()).Single().Id, approved: true, default);

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await SweepAsync(shop);

        Assert.Equal(OrderStatus.Confirmed, (await shop.OrderAsync(id)).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_that_takes_its_time_confirms_the_order_when_it_arrives(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.Delayed);
        await shop.RunJobsAsync();
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 5, 2), await shop.StandsAsync(id, _product));

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync(shop);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 3, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Eight_sweeps_at_once_ask_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => shop.Get<Reconciler>().RunAsync())));

        Assert.Equal(1, added.Sum());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_settled_is_not_asked_about_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlacedAsync(shop, SandboxGateway.Visa);
        await shop.RunJobsAsync();

        shop.Clock.Advance(TimeSpan.FromDays(40));

        Assert.Equal(0, await SweepAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_older_than_its_key_is_looked_up_by_the_order_and_not_made_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, ("Shop:UnpaidOrderMinutes", "1440"));
        var id = await PlacedAsync(shop, SandboxGateway.Visa);
        shop.Gateway.After = call => call == "create" ? throw new ProcessDiedException() : Task.CompletedTask;
        await shop.DieInNextJobAsync();
        shop.Clock.Advance(TimeSpan.FromHours(23.5));

        await shop.RestartAsync();

        Assert.Equal(["create", "find", "confirm"], shop.Gateway.Calls);
        Assert.Single(await shop.IntentsAsync());
        Assert.Equal(OrderStatus.Confirmed, (await shop.OrderAsync(id)).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_never_began_before_its_order_ended_is_looked_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlacedAsync(shop, SandboxGateway.Visa);
        shop.Clock.Advance(TimeSpan.FromMinutes(31));
        await shop.RunOnlyAsync("expire-order");
        await SweepAsync(shop);

        shop.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await SweepAsync(shop));
        Assert.Empty(await shop.IntentsAsync());
    }

    private async Task<string> PlacedAsync(TestShop shop, string method)
    {
        await shop.StockAsync(_product);
        return (await shop.PlacedAsync(_product, 2, method)).PublicId;
    }

    private static async Task<int> SweepAsync(TestShop shop)
    {
        var added = await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();
        return added;
    }
}
