using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>The passkeys of an account: adds one in two steps, password and device, names and removes them.</summary>
public sealed partial class PasskeysPage(AccountSession session, Passkeys passkeys, PasskeyEditor editor, PasskeyQueries queries, NavigationManager nav)
{
    private const string Path = "/account/passkeys";
    private const string Added = "added", Renamed = "renamed", Removed = "removed";

    private Account? _account;
    private IReadOnlyList<PasskeyView> _passkeys = [];
    private PasskeyView? _chosen;
    private IReadOnlyList<Problem> _problems = [];
    private string? _name;

    /// <summary>What the browser is asked, once the password was right.</summary>
    private string? _asked;

    /// <summary>While a device's answer is looked at.</summary>
    private bool _isKeeping;

    /// <summary>A form that was sent and that the page, as things stand now, does not hold.</summary>
    private string? _late;

    [SupplyParameterFromQuery(Name = "passkey")]
    private string? Chosen { get; set; }

    [SupplyParameterFromQuery(Name = "done")]
    private string? Done { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private string? Said => Done switch
    {
        Added => AccountTexts.PasskeyAdded,
        Renamed => AccountTexts.PasskeyRenamed,
        Removed => AccountTexts.PasskeyRemoved,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _account = await session.FindAsync();
        _passkeys = _account is null ? [] : await queries.OfAsync(_account.Id, HttpContext.RequestAborted);
        if (HttpMethods.IsPost(HttpContext.Request.Method))
        {
            Take(HttpContext.Request.Form);
        }
        else if (_account is null)
        {
            await AgainAsync();
        }
        else
        {
            _chosen = _passkeys.FirstOrDefault(p => p.Id == Chosen);
        }
    }

    /// <summary>Draws the form that was sent, so that what it asks for can be done.</summary>
    private void Take(IFormCollection fields)
    {
        string? form = fields["_handler"];
        (_chosen, _isKeeping) = (_passkeys.FirstOrDefault(p => p.Id == fields["passkey"]), form == "passkey-keep");
        var isHeld = _account is not null && (form is not ("passkey-name" or "passkey-remove") || _chosen is not null);
        _late = !isHeld && form is ("passkey-add" or "passkey-keep" or "passkey-name" or "passkey-remove") ? form : null;
    }

    private async Task AgainAsync() => nav.NavigateTo(_account is null ? await session.ToDoorAsync(Path) : Path);

    private async Task BeginAsync()
    {
        var fields = HttpContext.Request.Form;
        _name = fields["name"];
        var begun = await editor.BeginAsync(_account!.Id, fields["currentPassword"], _name, HttpContext.RequestAborted);
        if (begun.Value is { } account)
        {
            _asked = await passkeys.AskToMakeAsync(account, _name);
            return;
        }

        _problems = HttpContext.Refuse(begun.Problems);
    }

    private async Task KeepAsync() => Tell(await passkeys.KeepAsync(_account!, HttpContext.Request.Form[Passkeys.Field]), Added);

    private async Task RenameAsync() => Tell(await editor.RenameAsync(_account!.Id, _chosen!.Id, HttpContext.Request.Form["name"], HttpContext.RequestAborted), Renamed);

    private async Task RemoveAsync()
    {
        var removed = await editor.RemoveAsync(_account!.Id, _chosen!.Id, HttpContext.Request.Form["currentPassword"], HttpContext.RequestAborted);
        if (removed.Value is { } account)
        {
            await session.RenewAsync(account);
        }

        Tell(removed, Removed);
    }

    private void Tell<T>(Result<T> result, string done)
    {
        _isKeeping = false;
        if (result.Succeeded)
        {
            nav.NavigateTo($"{Path}?done={done}");
            return;
        }

        _problems = HttpContext.Refuse(result.Problems);
    }

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
