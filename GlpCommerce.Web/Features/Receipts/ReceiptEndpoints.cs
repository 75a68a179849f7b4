using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Operations;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Features.Receipts;

/// <summary>
/// An order's receipt as a page and as a PDF, for whoever proves to be its holder (<see cref="CallerProof"/>) and for staff.
/// Everybody else is told what is said of an order that does not exist.
/// </summary>
public static class ReceiptEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapReceipts(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/orders/{publicId}/receipt", Reading, (string publicId, HttpContext context, OrderReceipts receipts, CallerProof proof) =>
            AnswerAsync(publicId, context, receipts, proof, ReceiptForm.Html));
        routes.MapMethods("/orders/{publicId}/receipt.pdf", Reading, (string publicId, HttpContext context, OrderReceipts receipts, CallerProof proof) =>
            AnswerAsync(publicId, context, receipts, proof, ReceiptForm.Pdf));
    }

    private static async Task<IResult> AnswerAsync(
        string publicId, HttpContext context, OrderReceipts receipts, CallerProof proof, ReceiptForm form)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        if (await receipts.FindAsync(publicId, proof.Read(), form, context.RequestAborted) is not { } file)
        {
            return Results.NotFound();
        }

        if (form == ReceiptForm.Html)
        {
            return Results.Bytes(file.Content, "text/html; charset=utf-8");
        }

        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileName = $"receipt-{file.OrderNumber}.pdf" }.ToString();
        return Results.Bytes(file.Content, "application/pdf");
    }
}
