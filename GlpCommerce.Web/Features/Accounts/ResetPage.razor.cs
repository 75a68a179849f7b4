using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Where the link leads that lets its reader choose a new password. Opening it changes nothing, and says at once when the link counts no more.</summary>
public sealed partial class ResetPage(PasswordEditor passwords, NavigationManager nav)
{
    private IReadOnlyList<Problem> _problems = [];
    private Problem? _dead;
    private string? _token;

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _token = Token;
        if (HttpMethods.IsGet(HttpContext.Request.Method) && !await passwords.IsLinkLiveAsync(Token, HttpContext.RequestAborted))
        {
            _dead = HttpContext.Refuse(AccountProblems.LinkDead);
        }
    }

    private async Task ResetAsync()
    {
        var form = HttpContext.Request.Form;
        _token = form["token"];
        var reset = await passwords.ResetPasswordAsync(_token, form["password"], HttpContext.RequestAborted);
        if (reset.Succeeded)
        {
            nav.NavigateTo(SignInPage.After(SignInPage.NewPassword));
            return;
        }

        _problems = HttpContext.Refuse(reset.Problems);
        _dead = reset.Problems.FirstOrDefault(p => p.Field is null);
    }
}
