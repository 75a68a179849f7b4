using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Api.Carts;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Operations;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Orders;

/// <summary>Places, reads, pays and changes orders, as the pages do.</summary>
internal sealed class OrderResolvers(
    OrderQueries orders, Cashier cashier, OrderPayer payer, OrderCanceller canceller, OrderAddress addresses, OrderRecovery recovery,
    OrderOwners owners, AccountQueries accounts, CheckoutLimits limits)
{
    private static readonly string[] Payloads = ["CreateOrderPayload", "PayOrderPayload", "CancelOrderPayload", "SetOrderAddressPayload", "RedeemOrderCodePayload", "ClaimOrderPayload"];

    /// <summary>How many of an account's orders are listed unless more are asked for.</summary>
    private const int UsualList = 20;

    private static readonly Problem SignInFirst = new("auth.required", "Sign in with this address to see its orders.");

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Query")
            .Ask("order", (context, _) => Of(context).FindAsync(context, context.Text("id") ?? "", ProofOf(context).Read(), ProofOf(context).Token))
            .Ask("orders", (context, _) => Of(context).ListAsync(context));
        new Fields<object?>(types, "Mutation")
            .Ask("createOrder", (context, _) => Of(context).CreateAsync(context))
            .Ask("payOrder", (context, _) => Of(context).PayAsync(context))
            .Ask("cancelOrder", (context, _) => Of(context).CancelAsync(context))
            .Ask("setOrderAddress", (context, _) => Of(context).SetAddressAsync(context))
            .Ask("requestOrderCode", (context, _) => Of(context).RequestCodeAsync(context))
            .Ask("redeemOrderCode", (context, _) => Of(context).RedeemCodeAsync(context))
            .Ask("claimOrder", (context, _) => Of(context).ClaimAsync(context));
        foreach (var payload in Payloads)
        {
            new Fields<OrderChange>(types, payload)
                .Ask("order", (context, change) => Of(context).AfterAsync(context, change))
                .Read("errors", change => change.Errors);
        }

        new Fields<OrderChange>(types, "RequestOrderCodePayload").Read("errors", change => change.Errors);
        new Fields<OrderChange>(types, "CreateOrderPayload").Read("orderAccessToken", change => change.Token);
        new Fields<OrderChange>(types, "RedeemOrderCodePayload").Read("orderAccessToken", change => change.Token);
        new Fields<AccountView>(types, "Account").Ask("orders", (context, account) => Of(context).OfAccountAsync(context, account.Id, Arguments.First(context, UsualList, OrderQueries.MostListed)));
        OrderFields.Describe(types);
    }

    private static OrderResolvers Of(IResolveFieldContext context) => context.Service<OrderResolvers>();

    private static CallerProof ProofOf(IResolveFieldContext context) => context.Service<CallerProof>();

    private async Task<object?> FindAsync(IResolveFieldContext context, string publicId, OrderProof proof, string? token)
    {
        PrivateHeaders.Apply(context.Http().Response.Headers);
        return await orders.FindAsync(publicId, proof, context.CancellationToken) is { } view ? new OrderNode(view, proof, token) : null;
    }

    /// <summary>The answer is the same, and costs the same, whether anybody ever ordered with the address or not.</summary>
    private async Task<object?> ListAsync(IResolveFieldContext context)
    {
        var (user, email) = (context.Http().User, context.Text("userEmail") ?? "");
        if (user.Actor is { } by && by.May(Rights.SeeOrders))
        {
            return Nodes(context, await orders.OfAddressAsync(email, by, ct: context.CancellationToken));
        }

        var account = user.AccountId is { } id ? await accounts.FindAsync(id, context.CancellationToken) : null;
        return account is { EmailConfirmed: true } && EmailAddress.Key(account.Email) == EmailAddress.Key(email)
            ? await OfAccountAsync(context, account.Id, OrderQueries.MostListed)
            : throw SignInFirst.Refused();
    }

    private async Task<object?> OfAccountAsync(IResolveFieldContext context, long accountId, int first) =>
        Nodes(context, await orders.OfAccountAsync(accountId, first, context.CancellationToken));

    private static List<OrderNode> Nodes(IResolveFieldContext context, IReadOnlyList<OrderView> views)
    {
        PrivateHeaders.Apply(context.Http().Response.Headers);
        var proof = ProofOf(context).Read();
        return [.. views.Select(view => new OrderNode(view, proof, null) { IsListed = true })];
    }

    private async Task<object?> CreateAsync(IResolveFieldContext context)
    {
        var request = OrderInput.Read(context.Input(), context.Http().User.AccountId);
        Result<PlacedOrder> placed = request.Value is not { } order ? request.Problems.ToList()
            : (context.EndedSignIn() ?? Refuse(context, order)) is { } refused ? refused
            : await cashier.PlaceAsync(order with { Network = ClientNetwork.PlaceOf(context.Http()) }, context.CancellationToken);
        return placed.Value is { } known
            ? new OrderChange(known.PublicId, ProofOf(context).Of(request.Value!.SessionId), known.AccessToken, [])
            : new OrderChange(null, OrderProof.None, null, [.. placed.Problems.Select(p => OrderInput.Error(p, "shippingAddress"))]);
    }

    /// <summary>An order that names a discount code is a try at that code as well.</summary>
    private Problem? Refuse(IResolveFieldContext context, PlaceOrder order) => string.IsNullOrWhiteSpace(order.DiscountCode)
        ? limits.Refuse(context.Http(), order.SessionId) : context.Service<CodeTries>().Take(context.Http(), order.SessionId);

    private Task<object?> PayAsync(IResolveFieldContext context) => ChangeAsync(
        context, (id, input, proof) => payer.PayAsync(id, proof, input.Text("paymentMethodId"), ClientNetwork.PlaceOf(context.Http()), context.CancellationToken));

    private Task<object?> CancelAsync(IResolveFieldContext context) => ChangeAsync(
        context, (id, _, proof) => canceller.CancelAsync(id, proof, context.CancellationToken));

    private Task<object?> SetAddressAsync(IResolveFieldContext context) => ChangeAsync(
        context, (id, _, proof) => addresses.SetAsync(id, proof, OrderInput.Address(context.Input().Input("address")), context.CancellationToken));

    private async Task<object?> RequestCodeAsync(IResolveFieldContext context)
    {
        var input = context.Input();
        var asked = limits.Refuse(context.Http(), Here(context, input.Text("order"))) is { } tooOften ? tooOften
            : await recovery.RequestAsync(input.Text("order"), input.Text("userEmail"), context.CancellationToken);
        return new OrderChange(null, OrderProof.None, null, Errors(asked.Problems));
    }

    private async Task<object?> RedeemCodeAsync(IResolveFieldContext context)
    {
        var input = context.Input();
        var found = limits.Refuse(context.Http(), Here(context, input.Text("order"))) is { } tooOften ? tooOften
            : await recovery.RedeemAsync(input.Text("order"), input.Text("userEmail"), input.Text("code"), ClientNetwork.Of(context.Http()), context.CancellationToken);
        return found.Value is { } order
            ? new OrderChange(order.PublicId, ProofOf(context).Of(key: order.AccessToken), order.AccessToken, [])
            : new OrderChange(null, OrderProof.None, null, Errors(found.Problems));
    }

    private Task<object?> ClaimAsync(IResolveFieldContext context) => ChangeAsync(context, async (id, _, proof) =>
        context.Http().User.AccountId is { } account
            ? await owners.ClaimAsync(id, proof, account, context.CancellationToken)
            : new Problem(SignInFirst.Code, "Sign in to put this order into your account."));

    /// <summary>Tries at one order are counted by where they come from: a stranger who knows its id must not keep its holder from paying.</summary>
    private static string Here(IResolveFieldContext context, string? order) => $"{ClientNetwork.Of(context.Http())} {OrderCodeWords.KeyOf(order)}";

    private static List<UserError> Errors(IEnumerable<Problem> problems) => [.. problems.Select(p => OrderInput.Error(p, "address"))];

    private async Task<object?> ChangeAsync(
        IResolveFieldContext context, Func<string, IDictionary<string, object?>, OrderProof, Task<Result<string>>> change)
    {
        var (input, caller) = (context.Input(), ProofOf(context));
        var (id, proof) = (input.Text("orderId") ?? "", caller.Read());
        var changed = (context.EndedSignIn() ?? limits.Refuse(context.Http(), Here(context, id))) is { } refused ? refused : await change(id, input, proof);
        return new OrderChange(id, proof, caller.Token, Errors(changed.Problems));
    }

    /// <summary>The order as it is after a change, or after a refused one as it was.</summary>
    private async Task<object?> AfterAsync(IResolveFieldContext context, OrderChange change) =>
        change.PublicId is { } id ? await FindAsync(context, id, change.Proof, change.Token) : null;
}
