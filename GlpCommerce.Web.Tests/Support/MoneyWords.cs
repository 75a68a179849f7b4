namespace GlpCommerce.Web.Tests.Support;

/// <summary>What can be said about one order's money, by its provider, its shopper, staff or the clock.</summary>
public enum MoneyWord
{
    ActionRequired,
    Processing,
    Captured,

    /// <summary>The money is there, but not as much as was asked for, or more.</summary>
    OtherAmount,
    Declined,
    Canceled,
    RefundTold,
    RefundFailed,
    RefundPending,
    RefundByHand,
    DisputeOpened,
    DisputeWon,
    DisputeLost,
    PayAgain,
    CancelAsked,
    CancelledByStaff,
    RefundAsked,
    Shipped,
    Delivered,

    /// <summary>The order's time is over and its expiry runs.</summary>
    Expired,

    /// <summary>The job that takes the units off the shelf runs.</summary>
    ShelfCleared,

    /// <summary>Somebody else buys what is left, or it comes back.</summary>
    RivalBuys,
    RivalReturns,
}

/// <summary>How an order is placed.</summary>
/// <param name="PaysLater">Without a way to pay, which is chosen afterwards.</param>
public sealed record MoneyStart(bool PaysLater, bool HasCode);

/// <param name="Which">Chooses among the attempts, refunds, disputes and amounts there are.</param>
public sealed record MoneyStep(MoneyWord Word, int Which);
