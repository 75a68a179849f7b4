using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace GlpCommerce.Web.Tests.Refunds;

/// <summary>Money of whole orders that goes back through Stripe, and payers who object.</summary>
public sealed class StripeRefundedOrdersTests : IAsyncLifetime
{
    private static readonly bool[] Either = [true, false];

    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    /// <summary>Whether a message tells of it, or nobody and the sweep has to look; on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, bool>> Tellers =>
        from row in TestDatabase.Each
        from byMessage in Either
        select new TheoryDataRow<DatabaseProvider, bool>(row.Data, byMessage) { Skip = row.Skip };

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_made_in_the_dashboard_is_adopted_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PaidAsync(shop);

        _stripe.Refund(_stripe.Intents[0], 500);
        await shop.HearAsync(_stripe, times: 20, reversed: true);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.PartiallyRefunded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(500, Assert.Single(await RefundsAsync(shop)).Amount.Cents);

        _stripe.Refund(_stripe.Intents[0], _stripe.Charged - 500);
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Refunded, PaymentStatus.Refunded), ((await shop.OrderAsync(id)).Status, (await shop.OrderAsync(id)).PaymentStatus));
        Assert.Equal(2, (await RefundsAsync(shop)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_whose_answers_are_lost_is_given_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        _stripe.Faults.Order(FakeStripeFaults.Refund, StripeFault.AnswerLost, times: 4);

        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));
        await shop.HearAsync(_stripe, times: 3);

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((1, _stripe.Charged), (_stripe.Rows("refund").Count, _stripe.Refunded));
        Assert.Single(await RefundsAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_comes_back_after_it_was_told_is_owed_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        await shop.RunJobsAsync();
        Assert.Equal(PaymentStatus.Refunded, (await shop.OrderAsync(id)).PaymentStatus);

        _stripe.EndRefund((string)_stripe.Rows("refund")[0]["id"]!, "failed", "expired_or_canceled_card");
        await shop.HearAsync(_stripe, times: 2);

        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(id)).PaymentStatus);
        var refund = Assert.Single(await RefundsAsync(shop));
        Assert.Equal((RefundState.Failed, "expired_or_canceled_card"), (refund.State, refund.FailureCode));
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.Refunded, LedgerKind.RefundFailed], await shop.LedgerAsync());
    }

    [Theory, MemberData(nameof(Tellers))]
    public async Task A_refund_that_is_under_way_is_told_once_when_it_is_done(DatabaseProvider provider, bool byMessage)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        _stripe.RefundStatus = "pending";
        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        await shop.RunJobsAsync();
        Assert.Equal(RefundState.Requested, Assert.Single(await RefundsAsync(shop)).State);
        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(id)).PaymentStatus);
        Assert.DoesNotContain(shop.Mail.Sent, IsOfRefund);

        _stripe.EndRefund((string)_stripe.Rows("refund")[0]["id"]!, "succeeded");
        await (byMessage ? shop.HearAsync(_stripe, times: 2) : SweepAsync(shop, TimeSpan.FromMinutes(16)));
        await SweepAsync(shop, TimeSpan.FromDays(4));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(RefundState.Succeeded, Assert.Single(await RefundsAsync(shop)).State);
        Assert.Single(shop.Mail.Sent, IsOfRefund);
        Assert.Single(_stripe.Rows("refund"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_comes_back_without_a_message_is_found_by_the_sweep(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        await shop.RunJobsAsync();
        _stripe.EndRefund((string)_stripe.Rows("refund")[0]["id"]!, "failed", "expired_or_canceled_card");

        await SweepAsync(shop, TimeSpan.FromDays(3));

        Assert.Equal(PaymentStatus.Succeeded, (await shop.OrderAsync(id)).PaymentStatus);
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.Refunded, LedgerKind.RefundFailed], await shop.LedgerAsync());
        var owed = (await shop.OrderAsync(id)).Total;
        Assert.Single(shop.Mail.Sent, mail => mail.TextBody!.Trim() == $"failed {owed}");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_Stripe_refuses_is_told_as_failed_and_not_asked_for_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        // The shop has not heard of the objection yet when it promises the money.
        _stripe.Dispute(_stripe.Intents[0]);

        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));

        var refund = Assert.Single(await RefundsAsync(shop));
        Assert.Equal((RefundState.Failed, "charge_disputed"), (refund.State, refund.FailureCode));
        Assert.Single(_stripe.Calls, call => call.Operation == FakeStripeFaults.Refund);
        Assert.Equal(0, _stripe.Refunded);
        // Whose the money is, the payer's bank decides: the shop does not say that it owes it.
        Assert.DoesNotContain((await shop.OrderAsync(id)).Events, step => step.Text.Contains("owe", StringComparison.Ordinal));
        Assert.DoesNotContain(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("failed", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_under_way_that_an_objection_ends_is_not_told_as_owed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        _stripe.RefundStatus = "pending";
        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        await shop.RunJobsAsync();

        _stripe.Dispute(_stripe.Intents[0]);
        _stripe.EndRefund((string)_stripe.Rows("refund")[0]["id"]!, "failed", "charge_for_pending_refund_disputed");
        await shop.HearAsync(_stripe, times: 2);

        var order = await shop.OrderAsync(id);
        Assert.Equal((PaymentStatus.Disputed, RefundState.Failed), (order.PaymentStatus, Assert.Single(await RefundsAsync(shop)).State));
        Assert.Contains(order.Events, step => step.Text.EndsWith("because your bank decides about this payment.", StringComparison.Ordinal));
        Assert.DoesNotContain(order.Events, step => step.Text.Contains("owe", StringComparison.Ordinal));
        Assert.DoesNotContain(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("failed", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_somebody_gives_back_by_hand_while_the_shop_promises_it_is_that_refund(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        var byHand = _stripe.Refund(_stripe.Intents[0], _stripe.Charged);

        await shop.HearAsync(_stripe);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Refunded, 3, 0), await shop.StandsAsync(id, _product));
        var refund = Assert.Single(await RefundsAsync(shop));
        Assert.Equal((RefundState.Succeeded, byHand, _stripe.Charged), (refund.State, refund.ProviderId, refund.Amount.Cents));
        Assert.Equal($"refunded {refund.Amount}", Assert.Single(shop.Mail.Sent.Skip(1)).TextBody!.Trim());
        Assert.All((await shop.JobsAsync()).Where(job => job.Kind == HandleProviderEvent.Spec.Name), job => Assert.NotNull(job.DoneAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_part_given_back_by_hand_while_the_shop_promises_all_is_in_the_books_and_only_the_rest_is_owed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);
        await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session));
        _stripe.Refund(_stripe.Intents[0], 500);

        await shop.HearAsync(_stripe);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.PartiallyRefunded, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(
            [(RefundState.Failed, _stripe.Charged), (RefundState.Succeeded, 500)],
            (await RefundsAsync(shop)).Select(r => (r.State, r.Amount.Cents)));
        var owed = (await shop.OrderAsync(id)).Total - Core.Common.Money.Of(5m);
        Assert.Contains((await shop.OrderAsync(id)).Events, step => step.Text.StartsWith($"{owed} could not be given back", StringComparison.Ordinal));
        Assert.Contains(shop.Mail.Sent, mail => mail.TextBody!.Trim() == $"failed {owed}");
        Assert.All((await shop.JobsAsync()).Where(job => job.Kind == HandleProviderEvent.Spec.Name), job => Assert.NotNull(job.DoneAt));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_dispute_holds_the_order_until_the_bank_decides_for_the_shop(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PaidAsync(shop);

        var dispute = _stripe.Dispute(_stripe.Intents[0]);
        await shop.HearAsync(_stripe, times: 20);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Disputed, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(CheckoutProblems.BankDecides, (await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session))).Problem);

        _stripe.MoveDispute(dispute, "under_review");
        _stripe.MoveDispute(dispute, "won");
        await shop.HearAsync(_stripe, reversed: true);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.DisputeOpened, LedgerKind.DisputeWon], await shop.LedgerAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_lost_dispute_stays_one_also_when_its_messages_come_in_the_wrong_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PaidAsync(shop);

        _stripe.MoveDispute(_stripe.Dispute(_stripe.Intents[0]), "lost");
        await shop.HearAsync(_stripe, times: 3, reversed: true);

        Assert.Equal(PaymentStatus.Disputed, (await shop.OrderAsync(id)).PaymentStatus);
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured, LedgerKind.DisputeOpened, LedgerKind.DisputeLost], await shop.LedgerAsync());
    }

    private static bool IsOfRefund(MimeMessage mail) => mail.TextBody!.StartsWith("refunded", StringComparison.Ordinal);

    /// <summary>Time passes, and the sweep has read what is due by then.</summary>
    private static async Task SweepAsync(TestShop shop, TimeSpan later)
    {
        shop.Clock.Advance(later);
        await shop.Get<Reconciler>().RunAsync();
        await shop.RunJobsAsync();
    }

    private static async Task<List<Refund>> RefundsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Refunds.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }

    private async Task<(string Session, string PublicId)> PaidAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var placed = await shop.PlaceAsync(session, "ctoken_card_visa_1");
        await shop.RunJobsAsync();
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(placed.Value!.PublicId, _product));
        return (session, placed.Value.PublicId);
    }
}
