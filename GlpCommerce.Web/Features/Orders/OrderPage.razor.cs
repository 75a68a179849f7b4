using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Carts;
using GlpCommerce.Web.Features.Checkout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>An order's page: where it stands, what is in it, and what can still be done.</summary>
public partial class OrderPage(OrderQueries orders, Cashier cashier, OrderCanceller canceller, CartSession session, PaymentStep step, NavigationManager nav)
{
    /// <summary>Not rendered beforehand: the page itself already says everything the watcher could.</summary>
    private static readonly InteractiveServerRenderMode Live = new(prerender: false);

    private OrderView? _order;
    private Problem? _problem;
    private string? _method = step.First;

    [Parameter]
    public string PublicId { get; set; } = "";

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        OrderHeaders.Apply(HttpContext.Response.Headers);
        _order = await FindAsync();
        if (_order is null)
        {
            nav.NotFound();
        }
    }

    /// <summary>Whether the payer has something to do; on Stripe also whether there is something to wait for that a click can hurry.</summary>
    private bool CanGoOn(OrderView order) => order is { IsHolder: true, Status: OrderStatus.Pending, CancelRequestedAt: null }
        && (order.PaymentStatus == PaymentStatus.RequiresAction || (step.IsStripe && order.PaymentStatus == PaymentStatus.Pending));

    private async Task<OrderView?> FindAsync() => PublicId.Length > 64 ? null
        : await orders.FindAsync(PublicId, session.Id, ct: HttpContext.RequestAborted);

    private async Task PayAgainAsync()
    {
        _method = HttpContext.Request.Form["payment"];
        var paid = string.IsNullOrWhiteSpace(_method) || _method.Length > 255
            ? CheckoutProblems.PaymentMethodMissing
            : await cashier.PayAgainAsync(PublicId, session.GetOrCreate(), _method, HttpContext.RequestAborted);
        await AnswerAsync(paid.Problem);
    }

    private async Task CancelAsync() =>
        await AnswerAsync((await canceller.CancelAsync(PublicId, session.Id, HttpContext.RequestAborted)).Problem);

    private async Task AnswerAsync(Problem? problem)
    {
        if (problem is null)
        {
            nav.NavigateTo($"/orders/{PublicId}");
            return;
        }

        HttpContext.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        _problem = problem;
        _order = await FindAsync();
    }
}

/// <summary>What keeps an order's page out of caches, search engines and other sites' logs.</summary>
internal static class OrderHeaders
{
    public static void Apply(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
