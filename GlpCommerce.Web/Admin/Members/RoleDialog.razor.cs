using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Members;

/// <summary>What the dialog did.</summary>
public sealed record RoleGiven(string Email, string Role);

public sealed partial class RoleDialog(StaffEditor staff, StaffQueries members, StaffSession session)
{
    private string? _email;
    private string _role = Roles.Staff;
    private Problem? _problem;

    /// <summary>The role that is to be changed, as it was read last.</summary>
    private string? _shown;

    /// <summary>Whose role it is; null to appoint somebody by the address.</summary>
    [Parameter]
    public StaffMember? Member { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Who is appointed becomes something; who is something can also cease to be.</summary>
    private IEnumerable<string> Choices => Roles.All.Where(role => Member is not null || role != Roles.Customer).Reverse();

    protected override void OnInitialized() => (_role, _shown) = (Member?.Role ?? Roles.Staff, Member?.Role);

    private async Task SaveAsync()
    {
        var by = await session.ActorAsync();
        var set = Member is null ? await staff.AppointAsync(_email, _role, by) : await staff.SetRoleAsync(Member.Id, _role, by, _shown);
        _problem = set.Problem;
        if (_problem?.Code == StaffAccountProblems.RoleMoved("").Code)
        {
            _shown = (await members.AllAsync(by)).Value?.FirstOrDefault(member => member.Id == Member!.Id)?.Role ?? Roles.Customer;
        }

        if (_problem is null)
        {
            Dialog.Close(new RoleGiven(Member?.Email ?? _email!.Trim(), _role));
        }
    }
}
