using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Accounts;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Carts;

/// <summary>Reads and changes carts, as the cart's page does.</summary>
internal sealed class CartResolvers(CartQueries carts, CartEditor editor)
{
    private static readonly string[] Payloads =
        ["AddToCartPayload", "UpdateCartItemPayload", "RemoveCartItemPayload", "ApplyDiscountCodePayload", "RemoveDiscountCodePayload"];

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Query")
            .Ask("cart", (context, _) => Of(context).CartAsync(context))
            .Ask("validateCart", (context, _) => Of(context).ValidateAsync(context));
        new Fields<object?>(types, "Mutation")
            .Ask("addToCart", (context, _) => Of(context).AddAsync(context))
            .Ask("updateCartItem", (context, _) => Of(context).SetAsync(context, context.Input().Number("quantity")!.Value))
            .Ask("removeCartItem", (context, _) => Of(context).SetAsync(context, 0))
            .Ask("applyDiscountCode", (context, _) => Of(context).UseCodeAsync(context))
            .Ask("removeDiscountCode", (context, _) => Of(context).ForgetCodeAsync(context));
        foreach (var payload in Payloads)
        {
            new Fields<Change>(types, payload)
                .Ask("cart", (context, change) => Of(context).AfterAsync(context, change))
                .Read("errors", change => change.Errors);
        }

        CartFields.Describe(types);
    }

    private static CartResolvers Of(IResolveFieldContext context) => context.Service<CartResolvers>();

    private async Task<object?> CartAsync(IResolveFieldContext context)
    {
        var session = Session(context);
        return new SessionCart(session, await carts.GetAsync(session, accountId: context.Http().User.AccountId, ct: context.CancellationToken));
    }

    private async Task<object?> ValidateAsync(IResolveFieldContext context)
    {
        var session = Session(context);
        var (typed, code) = (context.Text("state"), context.Text("discountCode"));
        var state = UsStates.Find(typed);
        if (code is not null && context.Service<CodeTries>().Take(context.Http(), session) is { } spent)
        {
            throw spent.Refused();
        }

        var cart = await carts.TryAsync(session, state, code, context.Http().User.AccountId, context.CancellationToken);
        return new CartCheck(
            new SessionCart(session, cart), [.. Obstacles(cart, code), .. StateErrors(typed, state)], code is null ? UserError.Of(cart.DiscountProblem) : null);
    }

    /// <summary>What stands in the way of ordering, line by line, then the total, then the code that was typed.</summary>
    private static IEnumerable<UserError> Obstacles(CartView cart, string? code)
    {
        if (cart.IsEmpty)
        {
            yield return UserError.Of(CartProblems.Empty)!;
        }

        foreach (var problem in cart.Lines.Select(line => line.Problem).OfType<Problem>())
        {
            yield return UserError.Of(problem)!;
        }

        if (CheckoutProblems.Refuse(cart.Totals.Total) is { } small)
        {
            yield return UserError.Of(small)!;
        }

        if (code is not null && cart.DiscountProblem is { } refused)
        {
            yield return new UserError(refused.Code, refused.Message, ["discountCode"]);
        }
    }

    private static UserError[] StateErrors(string? typed, string? state) => typed is null || state is not null
        ? [] : [new UserError("state.invalid", "Choose a state. We send to addresses in the United States only.", ["state"])];

    private Task<object?> AddAsync(IResolveFieldContext context) => ChangeAsync(context, async (session, input) =>
        Arguments.Id(input.Text("productId")) is not (<= int.MaxValue and var id) ? UserError.OfInput(CartProblems.Gone, "productId")
            : (await editor.AddAsync(session, (int)id, input.Number("quantity") ?? 1, context.CancellationToken)).Problem is { } problem
                ? UserError.OfInput(problem, problem.Code == CartProblems.Gone.Code ? "productId" : null) : null);

    private Task<object?> SetAsync(IResolveFieldContext context, int quantity) => ChangeAsync(context, async (session, input) =>
        Arguments.Id(input.Text("cartItemId")) is not { } line ? UserError.OfInput(CartProblems.LineGone, "cartItemId")
            : (await editor.SetAsync(session, line, quantity, context.CancellationToken)).Problem is { } problem
                ? UserError.OfInput(problem, problem.Code == CartProblems.LineGone.Code ? "cartItemId" : null) : null);

    private Task<object?> UseCodeAsync(IResolveFieldContext context) => ChangeAsync(context, async (session, input) =>
        (context.Service<CodeTries>().Take(context.Http(), session) ?? (await editor.UseCodeAsync(session, input.Text("code"), context.Http().User.AccountId, context.CancellationToken)).Problem) is { } problem
            ? UserError.OfInput(problem, problem.Field is null ? null : "code") : null);

    private Task<object?> ForgetCodeAsync(IResolveFieldContext context) => ChangeAsync(context, async (session, _) =>
    {
        await editor.ForgetCodeAsync(session, context.CancellationToken);
        return null;
    });

    /// <param name="change">Changes a session's cart; an error when it was refused.</param>
    private static async Task<object?> ChangeAsync(
        IResolveFieldContext context, Func<string, IDictionary<string, object?>, Task<UserError?>> change)
    {
        var input = context.Input();
        var session = input.Text("sessionId");
        if (!SessionIds.IsOne(session))
        {
            return new Change(null, [UserError.OfInput(CartProblems.BadSession)]);
        }

        var error = context.EndedSignIn() is { } ended ? UserError.OfInput(ended) : await change(session!, input);
        return new Change(session, error is null ? [] : [error]);
    }

    /// <summary>The cart as it is after a change, or after a refused one as it was.</summary>
    private async Task<object?> AfterAsync(IResolveFieldContext context, Change change) =>
        change.SessionId is { } session
            ? new SessionCart(session, await carts.GetAsync(session, accountId: context.Http().User.AccountId, ct: context.CancellationToken)) : null;

    private static string Session(IResolveFieldContext context) =>
        context.Text("sessionId") is var session && SessionIds.IsOne(session) ? session! : throw CartProblems.BadSession.Refused();

    /// <param name="SessionId">Null for what is no session's secret.</param>
    private sealed record Change(string? SessionId, IReadOnlyList<UserError> Errors);
}
