using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Takes along what the shop keeps about an account, or has it erased.</summary>
public sealed partial class DataPage(AccountSession session, AccountErasure erasure, NavigationManager nav)
{
    private Account? _account;
    private IReadOnlyList<Problem> _problems = [];

    [SupplyParameterFromQuery(Name = "refused")]
    private string? Refused { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _account = await session.FindAsync();
        if (_account is null && HttpMethods.IsGet(HttpContext.Request.Method))
        {
            await ToDoorAsync();
        }
        else if (Refused == AccountProblems.CurrentPasswordWrong.Code && HttpMethods.IsGet(HttpContext.Request.Method))
        {
            _problems = HttpContext.Refuse([AccountProblems.CurrentPasswordWrong]);
        }
    }

    private async Task ToDoorAsync() => nav.NavigateTo(await session.ToDoorAsync(AccountData.Path));

    private async Task EraseAsync()
    {
        var asked = await erasure.AskAsync(_account!.Id, HttpContext.Request.Form["password"], HttpContext.RequestAborted);
        if (asked.Succeeded)
        {
            await session.EndAsync();
            nav.NavigateTo(SignInPage.After(SignInPage.Erased));
            return;
        }

        _problems = HttpContext.Refuse([.. asked.Problems.Select(p => p == AccountProblems.CurrentPasswordWrong ? p with { Field = "password" } : p)]);
    }

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
