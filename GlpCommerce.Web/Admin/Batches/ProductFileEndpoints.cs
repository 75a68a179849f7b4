using System.Globalization;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Media;
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

    private const string PartOf = "part";

    /// <summary>One part of what a list shows, from 1.</summary>
    /// <param name="search">The list's own, with its question mark, or nothing.</param>
    public static string Part(string search, int part) => string.Create(CultureInfo.InvariantCulture, $"{Own}{search}{(search == "" ? '?' : '&')}{PartOf}={part}");

    public static void MapProductFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Own, (HttpContext context, ProductExport export, TimeProvider clock) => ExportAsync(context, export, ExportFormat.Own, $"products-{Day(clock)}"))
            .RequireAuthorization(Rights.SeeProducts.Name);
        routes.MapGet(Shopify, (HttpContext context, ProductExport export, TimeProvider clock) => ExportAsync(context, export, ExportFormat.Shopify, $"products-shopify-{Day(clock)}"))
            .RequireAuthorization(Rights.SeeProducts.Name);
        routes.MapGet($"{BatchLinks.List}/{{id:long}}/wrong-rows.csv", WrongAsync).RequireAuthorization(Rights.EditProducts.Name);
    }

    private static Task ExportAsync(HttpContext context, ProductExport export, ExportFormat format, string name)
    {
        int? part = int.TryParse(context.Request.Query[PartOf], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        Begin(context, part is { } one ? string.Create(CultureInfo.InvariantCulture, $"{name}-part-{one}.csv") : $"{name}.csv");
        var filter = ProductListQuery.Read(context.Request.GetDisplayUrl()).Filter;
        return export.WriteAsync(filter, format, context.Response.Body, part, context.RequestAborted);
    }

    private static async Task WrongAsync(long id, HttpContext context, WrongRows rows)
    {
        try
        {
            if (!await rows.WriteAsync(id, () => Begin(context, $"wrong-rows-{id.ToString(CultureInfo.InvariantCulture)}.csv"), context.RequestAborted))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
        catch (MediaTroubleException) when (!context.Response.HasStarted)
        {
            // The store is away: it is asked before the first row is written.
            context.Response.Clear();
            context.Response.Headers.RetryAfter = "5";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
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
