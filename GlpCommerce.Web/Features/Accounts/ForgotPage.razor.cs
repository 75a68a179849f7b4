using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Sends a link to choose a new password. The answer is the same for an address without an account.</summary>
public sealed partial class ForgotPage(PasswordEditor passwords)
{
    private IReadOnlyList<Problem> _problems = [];
    private string? _email;
    private string? _sentTo;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override void OnInitialized() => PrivateHeaders.Apply(HttpContext.Response.Headers);

    private async Task SendAsync()
    {
        _email = HttpContext.Request.Form["email"];
        var asked = await passwords.ForgotPasswordAsync(_email, HttpContext.RequestAborted);
        _sentTo = asked.Value;
        _problems = HttpContext.Refuse(asked.Problems);
    }

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
