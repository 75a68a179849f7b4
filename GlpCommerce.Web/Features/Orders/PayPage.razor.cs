using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Features.Checkout;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>
/// The payment step of an order that stands: it leads to Stripe's own page, asks the bank's question, or takes another way
/// to pay. Only its holder gets here.
/// </summary>
public sealed partial class PayPage(
    OrderQueries orders, OpenPayment payment, OrderPayer payer, CallerProof proof, PaymentStep step, NavigationManager nav, TimeProvider clock, ILogger<PayPage> logger)
{
    private OrderView? _order;
    private string? _secret;
    private Problem? _problem;

    [Parameter]
    public string PublicId { get; set; } = "";

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private string OrderPath => $"/orders/{Uri.EscapeDataString(PublicId)}";

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        step.Allow(HttpContext.Response.Headers);
        // Staff pay for nobody: they are led to the order's page like a stranger, and read nothing here.
        var order = await orders.FindAsync(PublicId, proof.Read().AsHolder(), HttpContext.RequestAborted);
        if (order?.CanBePaid(clock.GetUtcNow().UtcDateTime) == true)
        {
            _order = order;
        }
        else if (HttpMethods.IsGet(HttpContext.Request.Method))
        {
            await GoOnAsync(order is { IsHolder: true, Status: OrderStatus.Pending });
        }
    }

    private async Task GoOnAsync(bool isOpen)
    {
        var intent = isOpen ? await LookAsync() : null;
        if (intent is { Status: IntentStatus.RequiresAction, Url: { } url })
        {
            HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            HttpContext.Response.Headers.Location = url;
        }
        else if (intent is { Status: IntentStatus.RequiresAction, ClientSecret: { } secret })
        {
            _secret = secret;
        }
        else
        {
            // Not begun, paid, ended, or somebody else's: the order's page knows what to say, and what waits to be begun is begun now.
            await payment.LookAgainAsync(PublicId, proof.Read(), HttpContext.RequestAborted);
            nav.NavigateTo(OrderPath);
        }
    }

    /// <summary>Where the payment stands, or null when the provider cannot be reached: the order's page offers to try again.</summary>
    private async Task<PaymentIntent?> LookAsync()
    {
        try
        {
            return await payment.FindAsync(PublicId, proof.Read(), HttpContext.RequestAborted);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogUnreachable(error);
            return null;
        }
    }

    private async Task AnsweredAsync()
    {
        await payment.LookAgainAsync(PublicId, proof.Read(), HttpContext.RequestAborted);
        nav.NavigateTo(OrderPath);
    }

    private async Task PayAgainAsync()
    {
        var method = HttpContext.Request.Form["payment"].ToString();
        var paid = await payer.PayAsync(PublicId, proof.Read(), method, ClientNetwork.PlaceOf(HttpContext), HttpContext.RequestAborted);
        if (paid.Succeeded)
        {
            nav.NavigateTo(method == StripeGateway.Hosted ? $"{OrderPath}/pay" : OrderPath);
            return;
        }

        _problem = HttpContext.Refuse(paid.Problem!);
    }

    [LoggerMessage(LogLevel.Warning, "The payment provider cannot be reached for a payer who waits")]
    private partial void LogUnreachable(Exception error);
}
