using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Orders;

public enum OrderStatus
{
    Pending,
    Confirmed,
    Failed,
    Cancelled,
    Shipped,
    Delivered,
    Refunded,
}

/// <summary>How the payment stands; computed from the payment ledger, kept on the order for reading.</summary>
public enum PaymentStatus
{
    Pending,
    RequiresAction,
    Processing,
    Succeeded,
    Failed,
    Canceled,
    PartiallyRefunded,
    Refunded,
    Disputed,
}

/// <summary>A placed order. Lines and prices are frozen at the moment of placing; only the two states move.</summary>
public sealed class Order
{
    public long Id { get; init; }

    /// <summary>A random 128-bit name for URLs and the API: whoever holds it may see status, lines and total.</summary>
    public required string PublicId { get; init; }

    /// <summary>The hash of the key that also opens address, e-mail and receipt.</summary>
    public required string AccessTokenHash { get; init; }

    /// <summary>The hash of the session that placed it: that browser needs no other key.</summary>
    public required string SessionKey { get; init; }

    /// <summary>The cart it was made from; a cart becomes one order only.</summary>
    public Guid CartId { get; init; }

    /// <summary>The caller's idempotency key, unique in its session.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The hash of the request that came with the key.</summary>
    public string? RequestHash { get; init; }
    public required string Email { get; init; }

    /// <summary>The address as it is compared, for finding the orders of one.</summary>
    public string EmailKey { get => EmailAddress.Key(Email); private init => _ = value; }

    /// <summary>Whether it no longer says whose it was: nobody may write that down again.</summary>
    public bool IsErased => Email == EmailAddress.Erased;

    /// <summary>The account it belongs to; null for a guest's.</summary>
    public long? AccountId { get; set; }
    public ShippingAddress? Address { get; init; }
    public OrderStatus Status { get; set; }
    public PaymentStatus PaymentStatus { get; set; }

    /// <summary>Why the last payment did not go through, in words for the shopper.</summary>
    public string? FailureReason { get; set; }
    public Money Subtotal { get; init; }

    /// <summary>What a code takes off the goods; never negative, and the sum of the lines' shares.</summary>
    public Money Discount { get; init; }
    public string? DiscountCode { get; init; }
    public Money Shipping { get; init; }

    /// <summary>All tax: that of the lines and that of the parcel.</summary>
    public Money Tax { get; init; }
    public Money ShippingTax { get; init; }

    /// <summary>Whether the parcel's cost was given back.</summary>
    public bool ShippingRefunded { get; set; }

    /// <summary>Always the sum of the parts, less the discount.</summary>
    public Money Total { get; init; }
    public DateTime PlacedAt { get; init; }

    /// <summary>When an unpaid order gives its stock back.</summary>
    public DateTime ExpiresAt { get; set; }

    /// <summary>When the shopper asked to cancel it: if money comes all the same, it goes back.</summary>
    public DateTime? CancelRequestedAt { get; set; }
    public int Version { get; set; }
    public List<OrderLine> Lines { get; init; } = [];
    public List<OrderEvent> Events { get; init; } = [];

    /// <summary>Whether money went back for units of it or for its parcel: what is left of it is not sold a second time. For an order with its lines.</summary>
    public bool IsGivenBack => ShippingRefunded || Lines.Any(l => l.RefundedQuantity > 0);

    /// <summary>The number people say on the phone.</summary>
    public string Number => NumberOf(Id);

    /// <summary>How long the prices of an order whose payment failed are kept for another try: a bank can say no days after it was placed.</summary>
    public static readonly TimeSpan PricesAreKept = TimeSpan.FromDays(1);

    /// <summary>No longer than this after it was placed, however often its payment fails.</summary>
    public static readonly TimeSpan PricesAreKeptAtMost = TimeSpan.FromDays(14);

    /// <summary>While money for it is with the shop, or with a bank that has to decide, it is not paid a second time.</summary>
    public static readonly PaymentStatus[] MoneyIsHeld = [PaymentStatus.Succeeded, PaymentStatus.PartiallyRefunded, PaymentStatus.Disputed];

    /// <summary>Until when an order whose payment failed can be paid in another way.</summary>
    public static DateTime PayableUntil(DateTime placedAt, IEnumerable<OrderEvent> steps)
    {
        var failedAt = steps.Where(s => s is { Kind: OrderEventKind.Moved, Status: OrderStatus.Failed }).Select(s => s.At).DefaultIfEmpty(placedAt).Max();
        return new[] { failedAt + PricesAreKept, placedAt + PricesAreKeptAtMost }.Min();
    }

    /// <summary>What every number begins with.</summary>
    public const string NumberPrefix = "GLP-";

    public static string NumberOf(long id) => $"{NumberPrefix}{FirstNumber + id}";

    /// <summary>The row that a number names, or one that there is none of.</summary>
    internal static long IdOf(long number) => number - FirstNumber;

    internal const long FirstNumber = 100_000;
}

/// <summary>A line as it was bought.</summary>
public sealed class OrderLine
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public int ProductId { get; init; }
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public Money UnitPrice { get; init; }
    public int Quantity { get; init; }

    /// <summary>The line's share of the order's discount; never negative.</summary>
    public Money Discount { get; init; }
    public Money Tax { get; init; }

    /// <summary>Units whose money was given back or is promised to be.</summary>
    public int RefundedQuantity { get; set; }

    /// <summary>Units that are on the shelf again although their refund failed: the next refund does not bring them back once more.</summary>
    public int RestockedQuantity { get; set; }

    /// <summary>Before discount and tax.</summary>
    public Money LineTotal => UnitPrice * Quantity;

    /// <summary>What was charged for it: after discount, with tax.</summary>
    public Money Charged => LineTotal - Discount + Tax;
}

/// <summary>Where the parcel goes. United States only.</summary>
public sealed record ShippingAddress
{
    public string Name { get; init; } = "";
    public string Line1 { get; init; } = "";
    public string? Line2 { get; init; }
    public string City { get; init; } = "";

    /// <summary>Two letters.</summary>
    public string State { get; init; } = "";

    /// <summary>Five digits, or nine with a dash.</summary>
    public string Zip { get; init; } = "";
    public string? Phone { get; init; }

    /// <summary>As it stands on a parcel.</summary>
    public IReadOnlyList<string> Lines() =>
        [Name, Line1, .. Line2 is null ? Array.Empty<string>() : [Line2], $"{City}, {State} {Zip}"];
}

public enum OrderEventKind
{
    /// <summary>The order moved to <see cref="OrderEvent.Status"/>.</summary>
    Moved,
    RefundPromised,
    Refunded,
    RefundFailed,
    Disputed,
    DisputeEnded,

    /// <summary>It was placed without a way to pay, and waits for one.</summary>
    PaymentAwaited,

    /// <summary>The first way to pay was chosen after placing.</summary>
    PaymentChosen,

    /// <summary>The address was given after placing.</summary>
    AddressGiven,

    /// <summary>Staff corrected the address before it left.</summary>
    AddressCorrected,

    /// <summary>Money that had been told to be on its way back did not arrive. (<see cref="RefundFailed"/> never left.)</summary>
    RefundReturned,

    /// <summary>Staff corrected who carries the parcel, or its number.</summary>
    TrackingCorrected,

    /// <summary>Staff asked to end an order that was not paid: it ends once the provider has said so. At the time of that wish.</summary>
    CancelledByStaff,

    /// <summary>Staff corrected the e-mail address of a guest's order.</summary>
    EmailCorrected,
}

/// <summary>One step on the order's way, with the words the shopper reads.</summary>
public sealed class OrderEvent
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public OrderEventKind Kind { get; init; }

    /// <summary>Where the order stood then.</summary>
    public OrderStatus Status { get; init; }
    public required string Text { get; init; }
    public DateTime At { get; init; }
}
