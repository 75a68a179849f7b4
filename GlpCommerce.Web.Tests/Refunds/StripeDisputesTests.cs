using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Objections that the shop hears of late, or reads while the bank changes its mind.</summary>
public sealed class StripeDisputesTests : IAsyncLifetime
{
    private const int Tries = 200;

    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    /// <summary>What the bank says first and last, and what the order's payment is then, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string, string, PaymentStatus>> Decisions =>
        from row in TestDatabase.Each
        from decision in new[] { ("won", "lost", PaymentStatus.Disputed), ("lost", "won", PaymentStatus.Succeeded), ("under_review", "won", PaymentStatus.Succeeded) }
        select new TheoryDataRow<DatabaseProvider, string, string, PaymentStatus>(row.Data, decision.Item1, decision.Item2, decision.Item3) { Skip = row.Skip };

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(Decisions))]
    public async Task A_decision_that_was_read_before_another_is_not_recorded_after_it(DatabaseProvider provider, string first, string last, PaymentStatus status)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (id, dispute) = await DisputedAsync(shop);
        _stripe.MoveDispute(dispute, first);
        shop.Gateway.After = async call =>
        {
            if (call == "look up")
            {
                shop.Gateway.After = _ => Task.CompletedTask;
                _stripe.MoveDispute(dispute, last);
                await shop.HearAsync(_stripe);
            }
        };

        await shop.HearAsync(_stripe);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((OrderStatus.Confirmed, status, 2, 0), await shop.StandsAsync(id, _product));
        Assert.All((await shop.JobsAsync()).Where(job => job.Kind == HandleProviderEvent.Spec.Name), job => Assert.NotNull(job.DoneAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_objection_that_is_taken_up_again_freezes_the_order_again_until_the_bank_has_decided_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (id, dispute) = await DisputedAsync(shop);
        var order = await shop.OrderAsync(id);

        foreach (var (status, expected) in new[]
        {
            ("won", PaymentStatus.Succeeded), ("under_review", PaymentStatus.Disputed), ("won", PaymentStatus.Succeeded), ("lost", PaymentStatus.Disputed), ("won", PaymentStatus.Succeeded),
        })
        {
            _stripe.MoveDispute(dispute, status);
            await shop.HearAsync(_stripe, times: 2);
            Assert.Equal(expected, (await shop.OrderAsync(id)).PaymentStatus);
        }

        await shop.RepeatAllJobsAsync();
        Assert.Equal(
            [LedgerKind.DisputeOpened, LedgerKind.DisputeWon, LedgerKind.DisputeOpened, LedgerKind.DisputeWon, LedgerKind.DisputeLost, LedgerKind.DisputeWon],
            (await shop.LedgerAsync()).SkipWhile(kind => kind != LedgerKind.DisputeOpened));
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem);
    }

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

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_objection_freezes_the_order_also_while_a_refund_made_by_hand_has_to_wait(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await shop.StockAsync(_product);
        var order = await shop.PaidAsync(_product, 2);
        await shop.HearAsync(_stripe);
        shop.Gateway.Before = call => call == "refund" ? throw new HttpRequestException("Nobody answers.") : Task.CompletedTask;
        Assert.Null((await shop.Get<RefundEditor>().RequestAsync(
            new RefundOrder("key", order.Id, [new(order.Lines.Single().Id, 1, false)], false, "It arrived damaged."))).Problem);
        // More than is left beside what the shop has promised.
        _stripe.Refund(_stripe.Intents[0], _stripe.Charged - 1);
        _stripe.Dispute(_stripe.Intents[0]);

        await shop.HearAsync(_stripe);

        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(order.PublicId)).PaymentStatus);
        Assert.Equal("order.frozen", (await shop.Get<OrderEditor>().ShipAsync(order.Id)).Problem?.Code);
        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(10));
        await using var db = shop.Db();
        Assert.Equal(
            [(RefundState.Failed, 1), (RefundState.Succeeded, 0)],
            (await db.Refunds.AsNoTracking().Include(r => r.Lines).OrderBy(r => r.Id).ToListAsync()).Select(r => (r.State, r.Lines.Count)));
        Assert.All((await shop.JobsAsync()).Where(job => job.Kind == HandleProviderEvent.Spec.Name), job => Assert.NotNull(job.DoneAt));
    }

    private static Task<int> TryAgainAsync(TestShop shop)
    {
        shop.Clock.Advance(HandleProviderEvent.Spec.LongestDelay * 1.25);
        return shop.RunJobsAsync();
    }

    private async Task<(string PublicId, string Dispute)> DisputedAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        var id = (await shop.PaidAsync(_product)).PublicId;
        var dispute = _stripe.Dispute(_stripe.Intents[0]);
        await shop.HearAsync(_stripe);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Disputed, 2, 0), await shop.StandsAsync(id, _product));
        return (id, dispute);
    }
}
