using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Ends the session of this browser, and leaves nothing of the account in it.</summary>
public sealed partial class SignOutPage(SignedIn signedIn, AccountSession session, NavigationManager nav)
{
    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override void OnInitialized()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        if (signedIn.Id is null && HttpMethods.IsGet(HttpContext.Request.Method))
        {
            nav.NavigateTo("/");
        }
    }

    private async Task SignOutAsync()
    {
        await session.EndAsync();
        nav.NavigateTo(SignInPage.After(SignInPage.Left));
    }
}
