using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>Which orders staff want to see. What is left out does not narrow.</summary>
/// <param name="Search">An order's number, or a whole e-mail address; anything else finds none.</param>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day, in UTC.</param>
/// <param name="IsToPack">Only what can be packed now: paid, not frozen, with an address, and something left to send.</param>
public sealed record StaffOrderFilter(
    string? Search = null, OrderStatus? Status = null, PaymentStatus? Payment = null, DateOnly? From = null, DateOnly? To = null, bool IsToPack = false)
{
    private const string Prefix = "GLP-";

    /// <summary>Whether what is searched for can be an address.</summary>
    public bool IsEmail => Search?.Contains('@', StringComparison.Ordinal) == true;

    /// <summary>The row that a number names, as people type it: with or without its letters.</summary>
    /// <returns>Null for what is no number.</returns>
    public static long? IdOf(string? number)
    {
        var text = (number ?? "").Trim();
        var digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
        return digits.Length <= 15 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? Order.IdOf(named) : null;
    }

    internal IQueryable<Order> Apply(IQueryable<Order> orders)
    {
        if (Input.Line(Search) is { } search)
        {
            var (key, id) = (EmailAddress.Key(search), IdOf(search) ?? 0);
            orders = IsEmail ? orders.Where(o => o.EmailKey == key) : orders.Where(o => o.Id == id);
        }

        orders = Status is { } status ? orders.Where(o => o.Status == status) : orders;
        orders = Payment is { } payment ? orders.Where(o => o.PaymentStatus == payment) : orders;
        orders = From?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is { } from ? orders.Where(o => o.PlacedAt >= from) : orders;
        orders = To < DateOnly.MaxValue && To?.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is { } end ? orders.Where(o => o.PlacedAt < end) : orders;
        return IsToPack ? orders.Where(o => o.Status == OrderStatus.Confirmed && o.PaymentStatus != PaymentStatus.Disputed && o.CancelRequestedAt == null
            && o.Address != null && o.Lines.Any(l => l.RefundedQuantity < l.Quantity)) : orders;
    }
}
