using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>What an order's page shows. Without proof, address and discount code are absent and the e-mail is masked.</summary>
/// <param name="IsHolder">Whether the reader proved to be the one who ordered.</param>
public sealed record OrderView(
    string PublicId,
    string Number,
    OrderStatus Status,
    PaymentStatus PaymentStatus,
    string? FailureReason,
    bool IsHolder,
    string Email,
    ShippingAddress? Address,
    Money Subtotal,
    Money Discount,
    string? DiscountCode,
    Money Shipping,
    Money Tax,
    Money Total,
    DateTime PlacedAt,
    DateTime ExpiresAt,
    DateTime? CancelRequestedAt,
    IReadOnlyList<OrderLine> Lines,
    IReadOnlyList<OrderEvent> Events);

/// <summary>Where an order stands, for whoever watches it.</summary>
public sealed record OrderState(OrderStatus Status, PaymentStatus PaymentStatus);

/// <summary>Reads orders by their public id.</summary>
public sealed class OrderQueries(IShopDbFactory shop)
{
    /// <param name="publicId">From the URL; anything at all.</param>
    /// <param name="sessionId">The reader's session secret: the browser that ordered sees everything.</param>
    /// <param name="accessToken">The order's own key, which proves the same.</param>
    public async Task<OrderView?> FindAsync(
        string publicId, string? sessionId, string? accessToken = null, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Id)).Include(o => o.Events.OrderBy(e => e.Id))
            .AsSplitQuery().SingleOrDefaultAsync(o => o.PublicId == publicId, ct);
        return order is null ? null : View(order, IsHolder(order, sessionId, accessToken));
    }

    /// <summary>The order's own row, without lines and steps, for whoever proves to be the one who ordered.</summary>
    /// <returns>Null without proof, as if there were no such order.</returns>
    public async Task<Order?> FindHeldAsync(string publicId, string? sessionId, string? accessToken, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.PublicId == publicId, ct);
        return order is not null && IsHolder(order, sessionId, accessToken) ? order : null;
    }

    /// <summary>The two states alone: one indexed row.</summary>
    public async Task<OrderState?> StateAsync(string publicId, CancellationToken ct = default)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        return await db.Orders.Where(o => o.PublicId == publicId)
            .Select(o => new OrderState(o.Status, o.PaymentStatus)).SingleOrDefaultAsync(ct);
    }

    /// <summary>a***@example.com: enough to recognise one's own address, too little to learn another's.</summary>
    public static string Mask(string email)
    {
        var at = email.LastIndexOf('@');
        return at <= 1 ? $"***{(at < 0 ? "" : email[at..])}" : $"{email[0]}***{email[at..]}";
    }

    private static bool IsHolder(Order order, string? sessionId, string? accessToken) =>
        (sessionId is not null && Secrets.Same(Secrets.Hash(sessionId), order.SessionKey))
        || (accessToken is not null && Secrets.Same(Secrets.Hash(accessToken), order.AccessTokenHash));

    private static OrderView View(Order order, bool holder) => new(
        order.PublicId, order.Number, order.Status, holder ? order.PaymentStatus : Plain(order.PaymentStatus), holder ? order.FailureReason : null, holder,
        holder ? order.Email : Mask(order.Email), holder ? order.Address : null,
        order.Subtotal, order.Discount, holder ? order.DiscountCode : null, order.Shipping, order.Tax, order.Total, order.PlacedAt, order.ExpiresAt, order.CancelRequestedAt, order.Lines,
        [.. order.Events.Where(step => holder || step.Kind == OrderEventKind.Moved).Select(step => holder || step.Status != OrderStatus.Failed ? step : WithoutReason(step))]);

    /// <summary>Refunds and objections are the payer's business: others see that the order was paid.</summary>
    private static PaymentStatus Plain(PaymentStatus status) =>
        status is PaymentStatus.Disputed or PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded ? PaymentStatus.Succeeded : status;

    /// <summary>Why a bank said no is nobody's business but the payer's; nor is what was refunded or objected to, and why.</summary>
    private static OrderEvent WithoutReason(OrderEvent step) =>
        new() { Id = step.Id, OrderId = step.OrderId, Status = step.Status, At = step.At, Text = "Nothing was charged." };
}
