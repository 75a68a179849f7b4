using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>Which orders staff want to see. What is left out does not narrow.</summary>
/// <param name="Search">An order's number, a tracking number, words of the name on the parcel, or a whole e-mail address.</param>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day, in UTC.</param>
/// <param name="IsToPack">Only what can be packed now: paid, not frozen, with an address, and something left to send.</param>
public sealed record StaffOrderFilter(
    string? Search = null, OrderStatus? Status = null, PaymentStatus? Payment = null, DateOnly? From = null, DateOnly? To = null, bool IsToPack = false)
{
    private const string Prefix = "GLP-";

    /// <summary>As many digits as a number has that is typed without its letters; more are a parcel's.</summary>
    private const int MostDigits = 9;

    /// <summary>Whether what is searched for can be an address.</summary>
    public bool IsEmail => Search?.Contains('@', StringComparison.Ordinal) == true;

    /// <summary>The row that a number names, as people type it: with or without its letters.</summary>
    /// <returns>Null for what is no number.</returns>
    public static long? IdOf(string? number)
    {
        var text = (number ?? "").Trim();
        var hasLetters = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
        var digits = hasLetters ? text[Prefix.Length..] : text;
        return digits.Length <= (hasLetters ? 15 : MostDigits) && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? Order.IdOf(named) : null;
    }

    /// <summary>Whether what is searched for is a person's own, such as their name or the number on their parcel; only an order's number is not.</summary>
    public bool IsPersonal => Input.Line(Search) is not null && IdOf(Search) is null;

    /// <param name="found">What <see cref="OrderSearch"/> has found for a search that is no e-mail address.</param>
    internal IQueryable<Order> Apply(IQueryable<Order> orders, IReadOnlyList<long> found)
    {
        if (Input.Line(Search) is { } search)
        {
            var key = EmailAddress.Key(search);
            orders = IsEmail ? orders.Where(o => o.EmailKey == key) : orders.Where(o => found.Contains(o.Id));
        }

        orders = Status is { } status ? orders.Where(o => o.Status == status) : orders;
        orders = Payment is { } payment ? orders.Where(o => o.PaymentStatus == payment) : orders;
        orders = From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is { } from ? orders.Where(o => o.PlacedAt >= from) : orders;
        orders = To < DateOnly.MaxValue && To?.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is { } end ? orders.Where(o => o.PlacedAt < end) : orders;
        return IsToPack ? orders.Where(o => o.Status == OrderStatus.Confirmed && o.PaymentStatus != PaymentStatus.Disputed && o.CancelRequestedAt == null
            && o.Address != null && o.Lines.Any(l => l.RefundedQuantity < l.Quantity)) : orders;
    }
}
