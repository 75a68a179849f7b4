using System.Globalization;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace GlpCommerce.Web.Admin.Batches;

/// <summary>Products as files, written while they are read.</summary>
public static class ProductFileEndpoints
{
    public const string Own = "/admin/products/export.csv";

    public const string Shopify = "/admin/products/export-shopify.csv";

    public static void MapProductFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Own, (HttpContext context, ProductExport export, TimeProvider clock) => ExportAsync(context, export, ExportFormat.Own, $"products-{Day(clock)}.csv"))
            .RequireAuthorization(Rights.SeeProducts.Name);
        routes.MapGet(Shopify, (HttpContext context, ProductExport export, TimeProvider clock) => ExportAsync(context, export, ExportFormat.Shopify, $"products-shopify-{Day(clock)}.csv"))
            .RequireAuthorization(Rights.SeeProducts.Name);
        routes.MapGet($"{BatchLinks.List}/{{id:long}}/wrong-rows.csv", WrongAsync).RequireAuthorization(Rights.EditProducts.Name);
    }

    private static Task ExportAsync(HttpContext context, ProductExport export, ExportFormat format, string name)
    {
        Begin(context, name);
        var filter = ProductListQuery.Read(context.Request.GetDisplayUrl()).Filter;
        return export.WriteAsync(filter, format, context.Response.Body, context.RequestAborted);
    }

    private static async Task WrongAsync(long id, HttpContext context, WrongRows rows)
    {
        var isThere = await rows.WriteAsync(id, () => Begin(context, $"wrong-rows-{id.ToString(CultureInfo.InvariantCulture)}.csv"), context.RequestAborted);
        if (!isThere)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static Stream Begin(HttpContext context, string name)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        return context.Response.Body;
    }

    private static string Day(TimeProvider clock) => clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
