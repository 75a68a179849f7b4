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
    };

    [Theory, MemberData(nameof(Books))]
    public void Money_that_came_counts_and_else_the_newest_attempt_does((long Attempt, LedgerKind Kind)[] facts, LedgerState state) =>
        Assert.Equal(state, PaymentLedger.StateOf([.. facts.Select(f => new LedgerEntry { AttemptId = f.Attempt, Kind = f.Kind })]));

    [Theory]
    [InlineData(null)]
    [InlineData("expired_card")]
    [InlineData("insufficient_funds")]
    [InlineData("a code that nobody has heard of")]
    public void Every_decline_says_that_nothing_was_charged(string? code) =>
        Assert.EndsWith(" Nothing was charged.", Declines.Explain(code), StringComparison.Ordinal);
}
