using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Checkout;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>An order's page: where it stands, what is in it, and what can still be done.</summary>
public partial class OrderPage(
    OrderQueries orders, OrderPayer payer, OrderCanceller canceller, OrderAddress address, OrderOwners owners, CallerProof proof, PaymentStep step, NavigationManager nav, TimeProvider clock)
{
    /// <summary>Not rendered beforehand: the page itself already says everything the watcher could.</summary>
    private static readonly InteractiveServerRenderMode Live = new(prerender: false);

    private OrderView? _order;
    private IReadOnlyList<Problem> _problems = [];
    private string? _method = step.First;
    private CheckoutForm _form = CheckoutForms.Blank;

    private bool CanBePaid => _order!.CanBePaid(clock.GetUtcNow().UtcDateTime);

    private bool IsKept => _order!.IsKept(clock.GetUtcNow().UtcDateTime);

    [Parameter]
    public string PublicId { get; set; } = "";

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _order = await FindAsync();
        if (_order is null)
        {
            nav.NotFound();
        }
    }

    /// <summary>Whether the payer has something to do; on Stripe also whether there is something to wait for that a click can hurry.</summary>
    private bool CanGoOn(OrderView order) => order is { IsHolder: true, IsForStaff: false, Status: OrderStatus.Pending, CancelRequestedAt: null, AwaitsPayment: false }
        && (order.PaymentStatus == PaymentStatus.RequiresAction || (step.IsStripe && order.PaymentStatus == PaymentStatus.Pending));

    private Task<OrderView?> FindAsync() => orders.FindAsync(PublicId, proof.Read(), HttpContext.RequestAborted);

    private async Task PayAgainAsync()
    {
        _method = HttpContext.Request.Form["payment"];
        await AnswerAsync((await payer.PayAsync(PublicId, proof.Read(), _method, ClientNetwork.PlaceOf(HttpContext), HttpContext.RequestAborted)).Problems);
    }

    private async Task CancelAsync() =>
        await AnswerAsync((await canceller.CancelAsync(PublicId, proof.Read(), HttpContext.RequestAborted)).Problems);

    private async Task GiveAddressAsync()
    {
        _form = CheckoutForms.Read(HttpContext.Request.Form);
        await AnswerAsync((await address.SetAsync(PublicId, proof.Read(), _form, HttpContext.RequestAborted)).Problems);
    }

    private async Task KeepAsync()
    {
        // Whose session has ended meanwhile keeps nothing, and sees the page as a guest does.
        var kept = HttpContext.User.AccountId is { } accountId
            ? (await owners.ClaimAsync(PublicId, proof.Read(), accountId, HttpContext.RequestAborted)).Problems
            : [AccountProblems.Gone];
        await AnswerAsync(kept);
    }

    /// <summary>Lets in whoever has the order's key, from now on with this browser.</summary>
    private async Task UnlockAsync()
    {
        var key = HttpContext.Request.Form["key"].ToString().Trim();
        if (await orders.IsHeldAsync(PublicId, proof.Of(key: key), HttpContext.RequestAborted) == true)
        {
            proof.Keep(PublicId, key);
            nav.NavigateTo($"/orders/{PublicId}");
            return;
        }

        await AnswerAsync([CheckoutProblems.WrongKey]);
    }

    private async Task AnswerAsync(IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0)
        {
            nav.NavigateTo($"/orders/{PublicId}");
            return;
        }

        _problems = HttpContext.Refuse(problems);
        // What staff are refused has changed nothing: it is not read, and written down, a second time.
        _order = _order is { IsForStaff: true } ? _order : await FindAsync();
    }
}
