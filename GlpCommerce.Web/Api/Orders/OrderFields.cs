using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Web.Api.Catalog;
using GlpCommerce.Web.Features.Checkout;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Operations;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Orders;

/// <summary>The fields of an order, its lines and its steps, and of how it is paid.</summary>
internal static class OrderFields
{
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Query").Find("payments", (context, _) => context.Service<PaymentStep>());
        var order = new Fields<OrderNode>(types, "Order");
        DescribeOrder(order);
        DescribeSteps(order);
        DescribePayment(order);
        DescribeParts(types);
    }

    private static void DescribeOrder(Fields<OrderNode> order) => order
        .Read("id", o => o.View.PublicId)
        .Read("userEmail", o => o.View.Email)
        .Read("status", o => OrderWords.Key(o.View.Status))
        .Read("totalAmount", o => o.View.Total.Cents / 100d)
        .Read("paymentStatus", o => OrderWords.Key(o.View.PaymentStatus))
        .Read("items", o => o.View.Lines)
        .Read("createdAt", o => UtcTime.Write(o.View.PlacedAt))
        .Read("number", o => o.View.Number)
        .Read("totals", o => o.View.IsHolder ? new Totals(o.View.Subtotal, o.View.Shipping, o.View.Tax, []) { Discount = o.View.Discount } : null)
        .Read("isHolder", o => o.View.IsHolder)
        .Read("shippingAddress", o => o.View.Address)
        .Read("discountCode", o => o.View.DiscountCode)
        .Read("failureReason", o => o.View.FailureReason)
        .Read("expiresAt", o => o.View is { Status: OrderStatus.Pending, ExpiresAt: { } end } ? UtcTime.Write(end) : null)
        .Read("shipment", o => o.View.Shipment)
        .Read("canBeCancelled", o => o.View.CanBeCancelled)
        .Find("url", (context, o) => Page(context, o));

    private static void DescribeSteps(Fields<OrderNode> order) => order
        .Find("timeline", (context, o) => WithSteps(context, o, view => view.Events))
        .Find("canBePaid", (context, o) => WithSteps(context, o, view => view.CanBePaid(context.Service<TimeProvider>().GetUtcNow().UtcDateTime)))
        .Find("receiptUrl", (context, o) => WithSteps(context, o, view => view.HasReceipt ? Page(context, o, "/receipt.pdf") : null));

    private static void DescribePayment(Fields<OrderNode> order) => order
        .Ask("clientSecret", async (context, o) => (await OpenAsync(context, o))?.ClientSecret)
        .Ask("approvalUrl", async (context, o) => await OpenAsync(context, o) is { } intent ? ApprovalUrl(context, o, intent) : null);

    /// <summary>The provider's own page, or the shop's page that asks the bank. A browser that is not the holder's gets in with the key, which stays behind the #.</summary>
    private static string ApprovalUrl(IResolveFieldContext context, OrderNode order, PaymentIntent intent) => intent.Url
        ?? Page(context, order, context.Service<PaymentStep>().IsStripe ? "/pay" : "/approve") + (order.Token is { } key ? $"#key={key}" : "");

    private static Task<PaymentIntent?> OpenAsync(IResolveFieldContext context, OrderNode order) =>
        context.Service<OrderBatches>().OpenAsync(order, context.Http(), context.CancellationToken);

    private static string Page(IResolveFieldContext context, OrderNode order, string part = "") => context.Absolute($"/orders/{order.View.PublicId}{part}");

    private static object? WithSteps(IResolveFieldContext context, OrderNode order, Func<OrderView, object?> read) => order.View.Events.Count > 0
        ? read(order.View)
        : context.Service<OrderBatches>().Steps.Load(order.View.Id, steps => read(order.View with { Events = steps ?? [] }));

    private static void DescribeParts(TypeSettings types)
    {
        new Fields<PaymentStep>(types, "Payments")
            .Read("provider", step => step.IsStripe ? "stripe" : "sandbox")
            .Read("publishableKey", step => step.IsStripe ? step.PublishableKey : null);
        new Fields<OrderLine>(types, "OrderItem")
            .Read("id", line => Arguments.Id(line.Id))
            .Find("product", (context, line) => context.Service<ProductBatches>().Cards.Load(line.ProductId, card => card))
            .Read("quantity", line => line.Quantity)
            .Read("price", line => line.UnitPrice.Cents / 100d)
            .Read("name", line => line.Name)
            .Read("sku", line => line.Sku)
            .Read("priceCents", line => line.UnitPrice.Cents)
            .Read("discountCents", line => line.Discount.Cents)
            .Read("taxCents", line => line.Tax.Cents)
            .Read("refundedQuantity", line => line.RefundedQuantity);
        new Fields<OrderEvent>(types, "OrderStep")
            .Read("kind", step => OrderWords.Key(step.Kind))
            .Read("status", step => OrderWords.Key(step.Status))
            .Read("text", step => step.Text)
            .Read("at", step => UtcTime.Write(step.At));
        new Fields<Shipment>(types, "Shipment")
            .Read("carrier", shipment => OrderWords.Key(shipment.Carrier))
            .Read("trackingNumber", shipment => shipment.TrackingNumber)
            .Read("trackingUrl", shipment => shipment.TrackingUrl)
            .Read("shippedAt", shipment => UtcTime.Write(shipment.ShippedAt));
        new Fields<ShippingAddress>(types, "Address")
            .Read("name", address => address.Name)
            .Read("line1", address => address.Line1)
            .Read("line2", address => address.Line2)
            .Read("city", address => address.City)
            .Read("state", address => address.State)
            .Read("zip", address => address.Zip)
            .Read("phone", address => address.Phone);
    }
}
