using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Opens an account. The answer is the same for an address that has one: its holder reads in the e-mail what is the case.</summary>
public sealed partial class RegisterPage(AccountEditor accounts)
{
    private IReadOnlyList<Problem> _problems = [];
    private string? _email;
    private string? _sentTo;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override void OnInitialized() => PrivateHeaders.Apply(HttpContext.Response.Headers);

    private async Task RegisterAsync()
    {
        var form = HttpContext.Request.Form;
        _email = form["email"];
        var registered = await accounts.RegisterAsync(_email, form["password"], HttpContext.RequestAborted);
        _sentTo = registered.Value;
        _problems = HttpContext.Refuse(registered.Problems);
    }

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
