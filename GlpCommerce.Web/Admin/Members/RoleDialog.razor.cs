using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Members;

/// <summary>What the dialog did.</summary>
public sealed record RoleGiven(string Email, string Role);

public sealed partial class RoleDialog(StaffEditor staff, StaffSession session)
{
    private string? _email;
    private string _role = Roles.Staff;
    private Problem? _problem;

    /// <summary>Whose role it is; null to appoint somebody by the address.</summary>
    [Parameter]
    public StaffMember? Member { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Who is appointed becomes something; who is something can also cease to be.</summary>
    private IEnumerable<string> Choices => Roles.All.Where(role => Member is not null || role != Roles.Customer).Reverse();

    protected override void OnInitialized() => _role = Member?.Role ?? Roles.Staff;

    private async Task SaveAsync()
    {
        var by = await session.ActorAsync();
        var set = Member is null ? await staff.AppointAsync(_email, _role, by) : await staff.SetRoleAsync(Member.Id, _role, by);
        _problem = set.Problem;
        if (_problem is null)
        {
            Dialog.Close(new RoleGiven(Member?.Email ?? _email!.Trim(), _role));
        }
    }
}
