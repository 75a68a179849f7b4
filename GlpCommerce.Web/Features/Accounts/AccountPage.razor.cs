using System.Globalization;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>What its holder sees of an account: the orders, and what can be done with password and sessions.</summary>
public sealed partial class AccountPage(
    AccountSession session, AccountDoor door, PasswordEditor passwords, OrderQueries orders, SessionQueries sessions, SessionEditor sessionEditor,
    AccountQueries accounts, LoginEditor logins, SignInProviders providers, SignedIn signedIn, NavigationManager nav)
{
    /// <summary>Where somebody lands whose password was chosen by another.</summary>
    public const string NewPasswordFirst = "/account#change-password";

    private const string Path = "/account";
    private const string PasswordSaved = "password";

    private Account? _account;
    private bool _mustAddCode;
    private bool _hasLogins;
    private OrderListPage _history = new([], 1, 1);
    private IReadOnlyList<SessionView> _sessions = [];
    private IReadOnlyList<Problem> _problems = [];

    [SupplyParameterFromQuery(Name = "page")]
    private string? Page { get; set; }

    [SupplyParameterFromQuery(Name = "saved")]
    private string? Saved { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _account = await session.FindAsync();
        if (_account is not null)
        {
            _mustAddCode = !_account.TwoFactorEnabled && !HttpContext.User.CameByPasskey && await accounts.WaitsForCodeAsync(_account.Id, HttpContext.RequestAborted);
            _hasLogins = (await logins.OfAsync(_account.Id, HttpContext.RequestAborted)).Count > 0;
            _sessions = await sessions.OfAsync(_account.Id, HttpContext.RequestAborted);
            _history = await orders.PageOfAccountAsync(_account.Id, int.TryParse(Page, CultureInfo.InvariantCulture, out var page) ? page : 1, HttpContext.RequestAborted);
        }
        else if (HttpMethods.IsGet(HttpContext.Request.Method))
        {
            await ToDoorAsync();
        }
    }

    private async Task ToDoorAsync() => nav.NavigateTo(await session.ToDoorAsync(Path));

    private async Task ChangePasswordAsync()
    {
        var form = HttpContext.Request.Form;
        var changed = await passwords.ChangePasswordAsync(_account!.Id, form["currentPassword"], form["password"], HttpContext.RequestAborted);
        if (changed.Value is { } account)
        {
            // Every session from before has ended with the old password; this browser gets a new one.
            await session.RenewAsync(account);
            nav.NavigateTo($"{Path}?saved={PasswordSaved}");
            return;
        }

        _problems = HttpContext.Refuse(changed.Problems);
    }

    private async Task SignOutEverywhereAsync()
    {
        await door.SignOutEverywhereAsync(_account!.Id, HttpContext.RequestAborted);
        await session.EndAsync();
        nav.NavigateTo(SignInPage.After(SignInPage.LeftEverywhere));
    }

    private async Task EndSessionAsync()
    {
        if (Guid.TryParse(HttpContext.Request.Form["session"], out var session))
        {
            await sessionEditor.EndAsync(_account!.Id, session, HttpContext.RequestAborted);
        }

        nav.NavigateTo($"{Path}#sessions");
    }

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
