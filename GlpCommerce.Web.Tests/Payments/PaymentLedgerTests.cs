using GlpCommerce.Core.Common;
using GlpCommerce.Core.Payments;
using static GlpCommerce.Core.Payments.LedgerKind;

namespace GlpCommerce.Web.Tests.Payments;

public sealed class PaymentLedgerTests
{
    public static TheoryData<(long Attempt, LedgerKind Kind)[], LedgerState> Books => new()
    {
        { [(1, Attempt)], LedgerState.Pending },
        { [(1, Attempt), (1, RequiresAction)], LedgerState.RequiresAction },
        { [(1, Attempt), (1, RequiresAction), (1, Processing)], LedgerState.Processing },
        { [(1, Attempt), (1, Declined)], LedgerState.Failed },
        { [(1, Attempt), (1, Canceled)], LedgerState.Canceled },
        { [(1, Attempt), (1, Captured)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Captured), (1, RequiresAction)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Declined), (2, Attempt)], LedgerState.Pending },
        { [(1, Attempt), (2, Attempt), (1, Declined)], LedgerState.Pending },
        { [(1, Attempt), (2, Attempt), (2, Captured), (1, Declined)], LedgerState.Succeeded },
        { [(1, Attempt), (2, Attempt), (2, Declined), (1, Captured)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Captured), (1, Refunded)], LedgerState.Refunded },
        { [(1, Attempt), (1, Captured), (1, Refunded), (1, RefundFailed)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Captured), (1, Refunded), (2, Attempt)], LedgerState.Pending },
        { [(1, Attempt), (2, Attempt), (1, Captured), (2, Canceled)], LedgerState.Succeeded },
        { [(1, Attempt), (2, Attempt), (1, Captured), (2, Canceled), (1, Refunded)], LedgerState.Refunded },
        { [(1, Attempt), (1, Declined), (2, Attempt), (2, Canceled)], LedgerState.Canceled },
        { [(1, Attempt), (1, Captured), (2, Attempt), (2, Captured)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Captured), (2, Attempt), (2, Captured), (2, Refunded)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Captured), (1, DisputeOpened)], LedgerState.Disputed },
        { [(1, Attempt), (1, Captured), (1, DisputeOpened), (1, DisputeWon)], LedgerState.Succeeded },
        { [(1, Attempt), (1, Captured), (1, DisputeOpened), (1, DisputeLost)], LedgerState.Disputed },
        { [(1, Attempt), (1, Captured), (1, DisputeOpened), (1, DisputeWon), (1, DisputeLost)], LedgerState.Disputed },
        { [(1, Attempt), (1, Captured), (1, DisputeOpened), (1, DisputeLost), (1, DisputeWon)], LedgerState.Succeeded },
    };

    [Theory, MemberData(nameof(Books))]
    public void Money_that_came_counts_and_else_the_newest_attempt_does((long Attempt, LedgerKind Kind)[] facts, LedgerState state) =>
        Assert.Equal(state, PaymentLedger.StateOf([.. facts.Select((f, i) => new LedgerEntry { Id = i + 1, AttemptId = f.Attempt, Kind = f.Kind, Amount = new Money(1_000) })]));

    [Fact]
    public void A_part_that_went_back_is_a_partial_refund()
    {
        LedgerEntry[] book =
        [
            new() { AttemptId = 1, Kind = Captured, Amount = new Money(1_000) },
            new() { AttemptId = 1, Kind = Refunded, Reference = "re_1", Amount = new Money(300) },
        ];

        Assert.Equal((LedgerState.PartiallyRefunded, new Money(300)), (PaymentLedger.StateOf(book), PaymentLedger.Returned(book)));
    }

    [Theory]
    [InlineData(DisputeWon, DisputeLost, 600)]
    [InlineData(DisputeLost, DisputeWon, 0)]
    public void A_bank_that_decides_again_is_believed_the_last_time(LedgerKind first, LedgerKind last, long lost)
    {
        LedgerEntry[] book =
        [
            new() { Id = 1, AttemptId = 1, Kind = Captured, Amount = new Money(1_000) },
            new() { Id = 2, AttemptId = 1, Kind = DisputeOpened, Reference = "dp_1", Amount = new Money(600) },
            new() { Id = 3, AttemptId = 1, Kind = first, Reference = "dp_1", Amount = new Money(600) },
            new() { AttemptId = 1, Kind = last, Reference = "dp_1", Amount = new Money(600) },
        ];

        Assert.Equal((new Money(lost), lost > 0), (PaymentLedger.Lost(book), PaymentLedger.IsLost(book)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("expired_card")]
    [InlineData("insufficient_funds")]
    [InlineData("a code that nobody has heard of")]
    public void Every_decline_says_that_nothing_was_charged(string? code) =>
        Assert.EndsWith(" Nothing was charged.", Declines.Explain(code), StringComparison.Ordinal);
}
