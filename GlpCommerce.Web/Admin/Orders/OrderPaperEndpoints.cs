using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Operations;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>What staff print of an order, as PDF.</summary>
public static class OrderPaperEndpoints
{
    public static void MapOrderPapers(this IEndpointRouteBuilder routes)
    {
        var papers = routes.MapGroup("/admin/orders/{number}").RequireAuthorization(Rights.SeeOrders.Name);
        papers.MapGet("/packing-slip.pdf", (string number, HttpContext context, OrderPapers orders) => AnswerAsync(context, by => orders.PackingSlipAsync(number, by, context.RequestAborted)));
        papers.MapGet("/receipt.pdf", (string number, HttpContext context, OrderPapers orders) => AnswerAsync(context, by => orders.ReceiptAsync(number, by, context.RequestAborted)));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Func<Actor, Task<Paper?>> find)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        if (context.User.Actor is not { } by || await find(by) is not { } paper)
        {
            return Results.NotFound();
        }

        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileName = paper.Name }.ToString();
        return Results.Bytes(paper.Content, "application/pdf");
    }
}
