using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Where the link leads that confirms an address. Opening it reads and changes nothing.</summary>
public sealed partial class ConfirmPage(AccountEditor accounts, NavigationManager nav)
{
    private Problem? _problem;

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override void OnInitialized()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        if (HttpMethods.IsGet(HttpContext.Request.Method) && !Input.IsKey(Token))
        {
            _problem = HttpContext.Refuse(AccountProblems.LinkDead);
        }
    }

    private async Task ConfirmAsync()
    {
        var confirmed = await accounts.ConfirmEmailAsync(HttpContext.Request.Form["token"], HttpContext.RequestAborted);
        if (confirmed.Succeeded)
        {
            nav.NavigateTo(SignInPage.After(SignInPage.Confirmed));
            return;
        }

        _problem = HttpContext.Refuse(confirmed.Problem!);
    }
}
