using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Operations;

namespace GlpCommerce.Web.Api.Orders;

/// <summary>What the orders of one request need beyond their own rows.</summary>
internal sealed class OrderBatches(OrderQueries orders, OpenPayment payments, CheckoutLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<PaymentIntent?>> _open = [];

    /// <summary>The steps of listed orders, by the order's row.</summary>
    public Batch<long, IReadOnlyList<OrderEvent>> Steps { get; } = new(orders.StepsAsync);

    /// <summary>An order's open payment as the provider tells it now; asked for once, however many fields need it.</summary>
    /// <returns>Null in a list, to staff who do not hold the order, and unless it waits for the payer.</returns>
    /// <exception cref="ApiError">It was asked for too often: each time costs a question to the provider.</exception>
    public Task<PaymentIntent?> OpenAsync(OrderNode order, HttpContext context, CancellationToken ct)
    {
        lock (_lock)
        {
            return _open.TryGetValue(order.View.PublicId, out var asked) ? asked : _open[order.View.PublicId] = AskAsync(order, context, ct);
        }
    }

    private async Task<PaymentIntent?> AskAsync(OrderNode order, HttpContext context, CancellationToken ct)
    {
        if (order is not { IsListed: false, View: { IsHolder: true, IsForStaff: false, Status: OrderStatus.Pending, PaymentStatus: PaymentStatus.RequiresAction } })
        {
            return null;
        }

        if (limits.Refuse(context, $"{ClientNetwork.Of(context)} {order.View.PublicId}") is { } tooOften)
        {
            throw tooOften.Refused();
        }

        var intent = await payments.FindAsync(order.View.PublicId, order.Proof, ct);
        if (intent is { Status: IntentStatus.RequiresAction } or null)
        {
            return intent;
        }

        // The payer has been there meanwhile, and the shop has not heard of it yet.
        await payments.LookAgainAsync(order.View.PublicId, order.Proof, ct);
        return null;
    }
}
