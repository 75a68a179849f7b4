using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>The accounts elsewhere that open this one: connects and removes them.</summary>
public sealed partial class LoginsPage(AccountSession session, LoginEditor editor, SignInProviders providers, NavigationManager nav)
{
    public const string Added = "added";

    private const string Path = "/account/logins";
    private const string Removed = "removed";
    private const string Remove = "remove-";

    private static readonly Problem[] Refusals =
        [LoginProblems.Failed, LoginProblems.Taken, AccountProblems.CurrentPasswordWrong with { Field = null }, AccountProblems.PasswordNone with { Field = null }];

    private Account? _account;
    private IReadOnlyList<LoginView> _logins = [];
    private IReadOnlyList<Problem> _problems = [];
    private string? _refused;

    /// <summary>A form that was sent and that the page, as things stand now, does not hold.</summary>
    private string? _late;

    [SupplyParameterFromQuery(Name = "done")]
    private string? What { get; set; }

    [SupplyParameterFromQuery(Name = "refused")]
    private string? WhyNot { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    /// <summary>Leads here, and says what stood in the way.</summary>
    internal static string After(Problem problem) => $"{Path}?refused={problem.Code}";

    /// <summary>Leads here, and says what has been done.</summary>
    internal static string Done(string what) => $"{Path}?done={what}";

    private string? Said => What switch
    {
        Added => AccountTexts.LoginAdded,
        Removed => AccountTexts.LoginRemoved,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _account = await session.FindAsync();
        _logins = _account is null ? [] : await editor.OfAsync(_account.Id, HttpContext.RequestAborted);
        _problems = [.. Refusals.Where(problem => problem.Code == WhyNot)];
        if (HttpMethods.IsPost(HttpContext.Request.Method))
        {
            string? form = HttpContext.Request.Form["_handler"];
            _late = form?.StartsWith(Remove, StringComparison.Ordinal) == true && _logins.All(login => Remove + login.Issuer != form) ? form : null;
        }
        else if (_account is null)
        {
            await AgainAsync();
        }
    }

    private async Task AgainAsync() => nav.NavigateTo(_account is null ? await session.ToDoorAsync(Path) : Path);

    private async Task RemoveAsync(string issuer)
    {
        var removed = await editor.RemoveAsync(_account!.Id, issuer, HttpContext.Request.Form[PasswordOf(issuer)], HttpContext.RequestAborted);
        if (removed.Succeeded)
        {
            nav.NavigateTo(Done(Removed));
            return;
        }

        _refused = issuer;
        _problems = HttpContext.Refuse([.. removed.Problems.Select(problem => problem with { Field = PasswordOf(issuer) })]);
    }

    /// <summary>Each form has a password field of its own.</summary>
    private string PasswordOf(string issuer) => $"password{_logins.TakeWhile(login => login.Issuer != issuer).Count()}";

    private Problem? On(string issuer) => _refused == issuer && _problems is [var problem, ..] ? problem : null;
}
