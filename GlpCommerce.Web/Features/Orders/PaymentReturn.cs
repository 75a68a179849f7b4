using GlpCommerce.Core.Checkout;
using GlpCommerce.Web.Operations;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>Where a provider sends the payer back to: the payment is read again at once, whether or not a message has come.</summary>
public static class PaymentReturn
{
    public static void MapPaymentReturn(this IEndpointRouteBuilder routes) => routes.MapGet("/orders/{publicId}/back", BackAsync);

    private static async Task BackAsync(string publicId, HttpContext context, OpenPayment payment, CallerProof proof)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        await payment.LookAgainAsync(publicId, proof.Read(), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"/orders/{Uri.EscapeDataString(publicId)}";
    }
}
