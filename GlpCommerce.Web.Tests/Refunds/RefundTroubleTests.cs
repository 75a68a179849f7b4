using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Refunds whose answers get lost, that the provider refuses, or that come back days later.</summary>
public sealed class RefundTroubleTests : RefundCases
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_lost_answer_gives_the_money_back_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        var lost = 2;
        shop.Gateway.After = call => call == "refund" && lost-- > 0 ? throw new HttpRequestException("The line broke.") : Task.CompletedTask;

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal(1, await CountAsync<SandboxRefund>(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_process_that_dies_after_the_refund_gives_it_once_and_tells_of_it(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.After = call => call == "refund" ? throw new ProcessDiedException() : Task.CompletedTask;

        await shop.DieInNextJobAsync();
        await shop.RestartAsync();

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal(1, await CountAsync<SandboxRefund>(shop));
        Assert.Single(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("refunded", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_provider_that_stays_away_for_an_hour_is_asked_again_by_the_sweep(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.Before = call => call == "refund" ? throw new HttpRequestException("Nobody answers.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromHours(1));
        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);

        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_whose_payment_nobody_knows_stays_promised_until_somebody_does(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.Before = call => call == "refund" ? throw new UnknownPaymentException("Nobody knows it.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(RefundState.Requested, (await OneAsync(shop)).State);
        Assert.All(await shop.JobsAsync(), job => Assert.Null(job.LastError));

        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_whose_key_is_too_old_is_looked_up_and_not_made_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await RefundedAsync(shop);
        shop.Gateway.After = call => call == "refund" ? throw new ProcessDiedException() : Task.CompletedTask;
        await shop.DieInNextJobAsync();
        shop.Clock.Advance(TimeSpan.FromHours(25));
        shop.Gateway.Calls.Clear();

        await shop.RestartAsync();

        Assert.Contains("refunds", shop.Gateway.Calls);
        Assert.DoesNotContain("refund", shop.Gateway.Calls);
        Assert.Equal(RefundState.Succeeded, (await OneAsync(shop)).State);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_the_provider_refuses_can_be_refunded_again_and_the_shopper_is_told(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        shop.Gateway.Before = call => call == "refund" ? throw new RefundRefusedException("expired_or_canceled_card") : Task.CompletedTask;
        await shop.RunJobsAsync();
        await shop.RepeatAllJobsAsync();

        var after = await shop.OrderAsync(order.PublicId);
        Assert.Equal((PaymentStatus.Succeeded, 0), (after.PaymentStatus, after.Lines.Single().RefundedQuantity));
        Assert.Equal((RefundState.Failed, "expired_or_canceled_card"), ((await OneAsync(shop)).State, (await OneAsync(shop)).FailureCode));
        Assert.Single(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("failed", StringComparison.Ordinal));
        shop.Gateway.Before = _ => Task.CompletedTask;
        Assert.True((await AskAsync(shop, order, "second")).Succeeded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_comes_back_after_it_was_told_is_a_new_fact_and_the_money_is_owed_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);
        await SayAsync(shop, ProviderRefundStatus.Failed);
        await SayAsync(shop, ProviderRefundStatus.Succeeded);
        await shop.RunJobsAsync();

        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.Refunded, LedgerKind.RefundFailed], await shop.LedgerAsync());
        Assert.Equal(["refunded $20.00", "failed $20.00"], shop.Mail.Sent.Skip(1).Select(mail => mail.TextBody!.Trim()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_step_that_promises_money_has_one_that_tells_its_outcome(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await RefundedAsync(shop);
        await shop.RunJobsAsync();
        await SayAsync(shop, ProviderRefundStatus.Failed);
        await TellAsync(shop, order, new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, 500));
        Assert.Equal(0, await UnderWayAsync(shop, order));

        Assert.True((await AskAsync(shop, order, "second")).Succeeded);

        Assert.Equal(1, await UnderWayAsync(shop, order));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_made_at_the_provider_is_taken_into_the_books_once(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(Product, 3);
        var told = new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, 500);

        await TellAsync(shop, order, told);
        await TellAsync(shop, order, told);

        Assert.Equal(PaymentStatus.PartiallyRefunded, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal((new Money(500), RefundState.Succeeded), ((await OneAsync(shop)).Amount, (await OneAsync(shop)).State));
        Assert.Equal("refund.too_much", (await AskAllAsync(shop, order)).Problem!.Code);
        // The provider knows of no units: somebody has to count in what is not sent any more.
        Assert.Equal((6, 0), await shop.StockOfAsync(Product));
        Assert.Single(shop.Log.AsOperated(), line => line.Contains("what is not sent any more has to be counted in", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_of_which_a_part_was_given_back_by_hand_can_be_cancelled_and_gives_back_the_rest(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((Product, 3));
        var placed = (await shop.PlaceAsync(session)).Value!;
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);
        await TellAsync(shop, order, new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, 500));

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(placed.PublicId, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();

        await using var db = shop.Db();
        Assert.Equal(order.Total.Cents - 500, Assert.Single(await db.Set<SandboxRefund>().ToListAsync()).AmountCents);
        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded), ((await shop.OrderAsync(placed.PublicId)).Status, (await shop.OrderAsync(placed.PublicId)).PaymentStatus));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }
}
