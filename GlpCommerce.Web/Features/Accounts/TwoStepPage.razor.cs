using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Turns the second step at sign-in on and off. The secret and the recovery codes are shown once, in the answer to a press.</summary>
public sealed partial class TwoStepPage(AccountSession session, TwoFactorEditor editor, NavigationManager nav)
{
    private const string Path = "/account/two-step";
    private const string Issuer = "GlpCommerce";

    private Account? _account;
    private string? _secret;
    private bool _isRenewed;

    /// <summary>A form that was sent and that the page, as things stand now, does not hold.</summary>
    private string? _late;
    private IReadOnlyList<string> _recovery = [];
    private IReadOnlyList<Problem> _problems = [];

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _account = await session.FindAsync();
        if (HttpMethods.IsPost(HttpContext.Request.Method))
        {
            string? form = HttpContext.Request.Form["_handler"];
            _secret = _account is not null && form == "two-step-on" ? await editor.WaitingAsync(_account.Id, HttpContext.RequestAborted) : null;
            _late = form is "two-step-begin" or "two-step-on" or "two-step-off" or "two-step-codes" && !Holds(form) ? form : null;
        }
        else if (_account is null)
        {
            await AgainAsync();
        }
    }

    private bool Holds(string form) => _account is { } account && form switch
    {
        "two-step-off" or "two-step-codes" => account.TwoFactorEnabled,
        "two-step-on" => !account.TwoFactorEnabled && _secret is not null,
        _ => !account.TwoFactorEnabled && _secret is null,
    };

    private async Task AgainAsync() => nav.NavigateTo(_account is null ? await session.ToDoorAsync(Path) : Path);

    private async Task BeginAsync()
    {
        var begun = await editor.BeginAsync(_account!.Id, HttpContext.Request.Form["currentPassword"], HttpContext.RequestAborted);
        _secret = begun.Value;
        _problems = HttpContext.Refuse(begun.Problems);
    }

    private async Task TurnOnAsync()
    {
        var turned = await editor.TurnOnAsync(_account!.Id, HttpContext.Request.Form["code"], HttpContext.RequestAborted);
        if (turned.Value is { } on)
        {
            // Every session from before has ended; this browser gets a new one.
            await session.RenewAsync(on.Account);
            (_account, _recovery) = (on.Account, on.RecoveryCodes);
            return;
        }

        _problems = HttpContext.Refuse(turned.Problems);
    }

    private async Task TurnOffAsync()
    {
        var turned = await editor.TurnOffAsync(_account!.Id, HttpContext.Request.Form["code"], HttpContext.RequestAborted);
        if (turned.Value is { } account)
        {
            await session.RenewAsync(account);
            nav.NavigateTo(Path);
            return;
        }

        _problems = HttpContext.Refuse(turned.Problems);
    }

    private async Task RenewCodesAsync()
    {
        var renewed = await editor.RenewCodesAsync(_account!.Id, HttpContext.Request.Form["renewCode"], HttpContext.RequestAborted);
        (_recovery, _isRenewed) = (renewed.Value?.RecoveryCodes ?? [], renewed.Succeeded);
        _problems = HttpContext.Refuse([.. renewed.Problems.Select(p => p with { Field = p.Field is null ? null : "renewCode" })]);
    }

    /// <summary>What an app reads from the picture.</summary>
    private static string Address(Account account, string secret) =>
        $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(account.Email!)}?secret={secret}&issuer={Issuer}";

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
