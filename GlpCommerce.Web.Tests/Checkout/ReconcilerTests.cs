using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
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
    public async Task A_payment_of_the_same_number_that_is_older_or_of_another_amount_is_not_taken_for_the_orders(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, ("Shop:UnpaidOrderMinutes", "1440"));
        var order = await shop.OrderAsync(await PlacedAsync(shop, SandboxGateway.Visa));
        // The provider's account has seen another database, whose numbers began at the same one.
        await MadeAsync(shop, order.Number, order.Total.Cents, shop.Now.AddDays(-30));
        await MadeAsync(shop, order.Number, order.Total.Cents + 1, shop.Now);
        shop.Clock.Advance(TimeSpan.FromHours(23.5));

        await shop.RunJobsAsync();

        Assert.Equal(["find"], shop.Gateway.Calls);
        Assert.Null(Assert.Single(await shop.AttemptsAsync()).IntentId);
        Assert.Equal([LedgerKind.Attempt], await shop.LedgerAsync());
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

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_never_began_is_forgotten_once_its_order_is_over(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlacedAsync(shop, SandboxGateway.Visa);
        shop.Clock.Advance(TimeSpan.FromMinutes(31));
        await shop.RunOnlyAsync("expire-order");
        await using (var db = shop.Db())
        {
            await db.PaymentAttempts.ExecuteUpdateAsync(set => set.SetProperty(a => a.FencedAt, (DateTime?)null));
        }

        await SweepAsync(shop);

        Assert.Null(Assert.Single(await shop.AttemptsAsync()).NextCheckAt);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_made_with_other_keys_is_asked_about_less_often_and_in_the_end_not_any_more(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlacedAsync(shop, SandboxGateway.Delayed);
        await shop.RunJobsAsync();
        shop.Gateway.Before = _ => throw new UnknownPaymentException("Nobody knows it.");
        var pauses = new List<TimeSpan>();
        while (Assert.Single(await shop.AttemptsAsync()).NextCheckAt is { } next)
        {
            pauses.Add(next - shop.Now);
            Assert.InRange(pauses.Count, 1, 1_000);
            shop.Clock.Advance(next - shop.Now);
            await shop.Get<Reconciler>().RunAsync();
            await shop.RunOnlyAsync(ProcessPayment.Spec.Name);
        }

        Assert.Equal(TimeSpan.FromMinutes(15), pauses[1]);
        Assert.Equal(TimeSpan.FromHours(6), pauses[^1]);
        Assert.InRange(pauses.Count, 100, 300);
        Assert.All(await shop.JobsAsync(), job => Assert.Null(job.DeadAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_provider_was_switched_off_gives_its_stock_back_after_a_day(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        await using (var db = shop.Db())
        {
            await db.PaymentAttempts.ExecuteUpdateAsync(set => set.SetProperty(a => a.Provider, "another"));
        }

        await AfterAsync(shop, TimeSpan.FromHours(24));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 5, 2), await shop.StandsAsync(id, _product));
        await AfterAsync(shop, TimeSpan.FromHours(1));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(id, _product));
        Assert.Equal("The order was not paid in time, so it ended.", (await shop.OrderAsync(id)).Events.MaxBy(e => e.Id)!.Text);
        Assert.Null(Assert.Single(await shop.AttemptsAsync()).NextCheckAt);
        Assert.All(await shop.JobsAsync(), job => Assert.NotNull(job.DoneAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_unpaid_order_whose_expiry_was_given_up_ends_once_its_payment_can_be_read_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        await using (var db = shop.Db())
        {
            await db.Jobs.Where(j => j.Kind == ExpireOrder.Spec.Name).ExecuteUpdateAsync(set => set.SetProperty(j => j.DeadAt, shop.Now));
        }

        await AfterAsync(shop, TimeSpan.FromMinutes(89));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 5, 2), await shop.StandsAsync(id, _product));
        await AfterAsync(shop, TimeSpan.FromHours(2));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 5, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_expiry_is_still_to_come_or_waits_to_look_again_gets_no_second_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        shop.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal(1, await shop.Get<Reconciler>().RunAsync());

        Assert.Single(await shop.JobsAsync(), job => job.Kind == ExpireOrder.Spec.Name);
    }

    private static async Task AfterAsync(TestShop shop, TimeSpan time)
    {
        for (var end = shop.Now + time; shop.Now < end; shop.Clock.Advance(TimeSpan.FromMinutes(10)))
        {
            await SweepAsync(shop);
        }

        await SweepAsync(shop);
    }

    private async Task<string> PlacedAsync(TestShop shop, string method)
    {
        await shop.StockAsync(_product);
        return (await shop.PlacedAsync(_product, 2, method)).PublicId;
    }

    private static async Task MadeAsync(TestShop shop, string orderNumber, long cents, DateTime at)
    {
        await using var db = shop.Db();
        var id = Guid.NewGuid().ToString("N");
        db.SandboxIntents.Add(new SandboxIntent
        {
            Id = $"pi_{id}", IdempotencyKey = id, Method = SandboxGateway.Visa, OrderNumber = orderNumber, AmountCents = cents, Status = IntentStatus.Succeeded, CreatedAt = at,
        });
        await db.SaveChangesAsync();
    }

    private static async Task<int> SweepAsync(TestShop shop)
    {
        var added = await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();
        return added;
    }
}
