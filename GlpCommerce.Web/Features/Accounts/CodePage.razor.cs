using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Asks whoever knew the password for the code of their app.</summary>
public sealed partial class CodePage(TwoFactorDoor door, AccountSession session, NavigationManager nav)
{
    private const string Path = "/account/code";

    private IReadOnlyList<Problem> _problems = [];
    private string? _returnTo;

    [SupplyParameterFromQuery(Name = "return")]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    /// <summary>Leads here, and from here to a page of the shop.</summary>
    public static string Before(string? path) => path is null ? Path : $"{Path}?return={Uri.EscapeDataString(path)}";

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _returnTo = ReturnPath.Of(ReturnUrl);
        if (HttpMethods.IsGet(HttpContext.Request.Method) && await session.AskedAsync() is null)
        {
            nav.NavigateTo(SignInPage.Again(_returnTo));
        }
    }

    private async Task CheckAsync()
    {
        var form = HttpContext.Request.Form;
        _returnTo = ReturnPath.Of(form["return"]);
        if (await session.AskedAsync() is not var (accountId, stamp))
        {
            nav.NavigateTo(SignInPage.Again(_returnTo));
            return;
        }

        var come = await door.CheckAsync(accountId, stamp, form["code"], HttpContext.RequestAborted);
        if (come.Value is { } account)
        {
            nav.NavigateTo(await session.ArriveAsync(account, _returnTo, ct: HttpContext.RequestAborted));
            return;
        }

        _problems = HttpContext.Refuse(come.Problems);
    }
}
