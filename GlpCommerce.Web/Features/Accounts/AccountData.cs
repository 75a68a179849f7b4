using GlpCommerce.Core.Privacy;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Mvc;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Gives an account's holder a file of all that the shop keeps about it.</summary>
public static class AccountData
{
    public const string Path = "/account/data";
    public const string Export = "/account/data/export";

    private const string FileName = "glpcommerce-account.json";

    public static void MapAccountData(this IEndpointRouteBuilder routes) => routes.MapPost(Export, ExportAsync);

    private static async Task<IResult> ExportAsync(HttpContext context, AccountSession session, AccountExport export, [FromForm] string? currentPassword)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        if (await session.FindAsync() is not { } account)
        {
            return TypedResults.LocalRedirect(SignInPage.Before(Path));
        }

        var written = await export.WriteAsync(account.Id, currentPassword, context.RequestAborted);
        return written.Value is { } file
            ? TypedResults.File(file, "application/json", FileName)
            : TypedResults.LocalRedirect($"{Path}?refused={written.Problem!.Code}");
    }
}
