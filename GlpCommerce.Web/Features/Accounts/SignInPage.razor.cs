using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>The door. Whoever comes in finds their account's cart, and in it what lay in this browser's.</summary>
public sealed partial class SignInPage(AccountDoor door, Passkeys passkeys, SignInProviders providers, SignedIn signedIn, AccountSession session, NavigationManager nav)
{
    /// <summary>What has just been done, as it stands in the address.</summary>
    public const string Confirmed = "confirmed", NewPassword = "password", Left = "left", LeftEverywhere = "everywhere", Erased = "erased";

    private const string Path = "/account/sign-in";

    private static readonly Problem[] Elsewhere = [LoginProblems.Cancelled, LoginProblems.Failed, LoginProblems.NoAddress, LoginProblems.AddressKnown];

    private IReadOnlyList<Problem> _problems = [];
    private string? _email;
    private string? _returnTo;
    private string? _asked;

    [SupplyParameterFromQuery(Name = "return")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? Done { get; set; }

    [SupplyParameterFromQuery(Name = "refused")]
    private string? WhyNot { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    /// <summary>Leads here, and from here to a page that is open only to somebody who is signed in.</summary>
    public static string Before(string path) => $"{Path}?return={Uri.EscapeDataString(path)}";

    /// <summary>Leads here once more, on the way to the same page.</summary>
    public static string Again(string? path) => path is null ? Path : Before(path);

    /// <summary>Leads here, and says what has been done.</summary>
    public static string After(string done) => $"{Path}?after={done}";

    /// <summary>Leads here, and says what another provider's answer came to.</summary>
    internal static string Refused(Problem problem, string? returnTo = null) =>
        $"{Path}?refused={problem.Code}{(returnTo is null ? "" : $"&return={Uri.EscapeDataString(returnTo)}")}";

    private string? Said => Done switch
    {
        Confirmed => AccountTexts.AfterConfirmed,
        NewPassword => AccountTexts.AfterNewPassword,
        Left => AccountTexts.AfterSignOut,
        LeftEverywhere => AccountTexts.AfterEverywhere,
        Erased => AccountTexts.AfterErased,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _returnTo = ReturnPath.Of(ReturnUrl);
        if (!HttpMethods.IsGet(HttpContext.Request.Method))
        {
            return;
        }

        if (signedIn.Id is not null)
        {
            nav.NavigateTo(_returnTo ?? "/account");
            return;
        }

        _problems = [.. Elsewhere.Where(problem => problem.Code == WhyNot)];
        _asked = await passkeys.AskAsync();
    }

    private async Task SignInAsync()
    {
        var form = HttpContext.Request.Form;
        _email = form["email"];
        _returnTo = ReturnPath.Of(form["return"]);
        var come = await door.SignInAsync(_email, form["password"], HttpContext.RequestAborted);
        if (come.Value is { } account)
        {
            if (account.TwoFactorEnabled)
            {
                await session.AskForCodeAsync(account);
                nav.NavigateTo(CodePage.Before(_returnTo));
                return;
            }

            nav.NavigateTo(await session.ArriveAsync(account, _returnTo, ct: HttpContext.RequestAborted));
            return;
        }

        await RefuseAsync(come.Problems);
    }

    private async Task SignInByPasskeyAsync()
    {
        var form = HttpContext.Request.Form;
        _returnTo = ReturnPath.Of(form["return"]);
        var come = await passkeys.SignInAsync(form[Passkeys.Field]);
        if (come.Value is { } account)
        {
            nav.NavigateTo(await session.ArriveAsync(account, _returnTo, byPasskey: true, HttpContext.RequestAborted));
            return;
        }

        await RefuseAsync(come.Problems);
    }

    private async Task RefuseAsync(IReadOnlyList<Problem> problems)
    {
        _problems = HttpContext.Refuse(problems);
        _asked = await passkeys.AskAsync();
    }

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
