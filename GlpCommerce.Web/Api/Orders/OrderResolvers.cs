using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Operations;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Orders;

/// <summary>Places, reads, pays and changes orders, as the pages do.</summary>
internal sealed class OrderResolvers(
    OrderQueries orders, Cashier cashier, OrderPayer payer, OrderCanceller canceller, OrderAddress addresses, CheckoutLimits limits)
{
    private static readonly string[] Payloads = ["CreateOrderPayload", "PayOrderPayload", "CancelOrderPayload", "SetOrderAddressPayload"];

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Query")
            .Ask("order", (context, _) => Of(context).FindAsync(context, context.Text("id") ?? "", ProofOf(context).Read(), ProofOf(context).Token))
            .Ask("orders", (context, _) => ListAsync(context));
        new Fields<object?>(types, "Mutation")
            .Ask("createOrder", (context, _) => Of(context).CreateAsync(context))
            .Ask("payOrder", (context, _) => Of(context).PayAsync(context))
            .Ask("cancelOrder", (context, _) => Of(context).CancelAsync(context))
            .Ask("setOrderAddress", (context, _) => Of(context).SetAddressAsync(context));
        foreach (var payload in Payloads)
        {
            new Fields<OrderChange>(types, payload)
                .Ask("order", (context, change) => Of(context).AfterAsync(context, change))
                .Read("errors", change => change.Errors);
        }

        new Fields<OrderChange>(types, "CreateOrderPayload").Read("orderAccessToken", change => change.Token);
        OrderFields.Describe(types);
    }

    private static OrderResolvers Of(IResolveFieldContext context) => context.Service<OrderResolvers>();

    private static CallerProof ProofOf(IResolveFieldContext context) => context.Service<CallerProof>();

    private async Task<object?> FindAsync(IResolveFieldContext context, string publicId, OrderProof proof, string? token)
    {
        OrderHeaders.Apply(context.Http().Response.Headers);
        return await orders.FindAsync(publicId, proof, context.CancellationToken) is { } view ? new OrderNode(view, proof, token) : null;
    }

    private static Task<object?> ListAsync(IResolveFieldContext context)
    {
        OrderHeaders.Apply(context.Http().Response.Headers);
        throw new ApiError("auth.required", "Sign in with this address to see its orders.");
    }

    private async Task<object?> CreateAsync(IResolveFieldContext context)
    {
        var request = OrderInput.Read(context.Input());
        Result<PlacedOrder> placed = request.Value is not { } order ? request.Problems.ToList()
            : limits.Refuse(context.Http(), order.SessionId) is { } tooOften ? tooOften
            : await cashier.PlaceAsync(order, context.CancellationToken);
        return placed.Value is { } known
            ? new OrderChange(known.PublicId, new OrderProof(request.Value!.SessionId), known.AccessToken, [])
            : new OrderChange(null, OrderProof.None, null, [.. placed.Problems.Select(p => OrderInput.Error(p, "shippingAddress"))]);
    }

    private Task<object?> PayAsync(IResolveFieldContext context) => ChangeAsync(
        context, (id, input, proof) => payer.PayAsync(id, proof, input.Text("paymentMethodId"), context.CancellationToken));

    private Task<object?> CancelAsync(IResolveFieldContext context) => ChangeAsync(
        context, (id, _, proof) => canceller.CancelAsync(id, proof, context.CancellationToken));

    private Task<object?> SetAddressAsync(IResolveFieldContext context) => ChangeAsync(
        context, (id, _, proof) => addresses.SetAsync(id, proof, OrderInput.Address(context.Input().Input("address")), context.CancellationToken));

    private async Task<object?> ChangeAsync(
        IResolveFieldContext context, Func<string, IDictionary<string, object?>, OrderProof, Task<Result<string>>> change)
    {
        var (input, caller) = (context.Input(), ProofOf(context));
        var (id, proof) = (input.Text("orderId") ?? "", caller.Read());
        var changed = limits.Refuse(context.Http(), id) is { } tooOften ? tooOften : await change(id, input, proof);
        return new OrderChange(id, proof, caller.Token, [.. changed.Problems.Select(p => OrderInput.Error(p, "address"))]);
    }

    /// <summary>The order as it is after a change, or after a refused one as it was.</summary>
    private async Task<object?> AfterAsync(IResolveFieldContext context, OrderChange change) =>
        change.PublicId is { } id ? await FindAsync(context, id, change.Proof, change.Token) : null;
}
