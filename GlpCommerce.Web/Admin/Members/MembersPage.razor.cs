using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using MudBlazor;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Members;

/// <summary>Who is staff: appoint, give another role, take it away, sign out everywhere.</summary>
public sealed partial class MembersPage(StaffQueries staff, StaffEditor editor, AuditLog audit, StaffSession session, IDialogService dialogs)
{
    private IReadOnlyList<StaffMember> _members = [];
    private Problem? _problem;
    private string? _done;

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (_problem is null)
        {
            await audit.NoteReadAsync(await session.ActorAsync(), "staff.listed", "staff");
        }
    }

    private Task AppointAsync() => AskAsync(MemberTexts.Appoint, member: null);

    private Task ChangeAsync(StaffMember member) => AskAsync(Say(MemberTexts.ChangeOne, member.Email), member);

    private async Task SignOutAsync(StaffMember member)
    {
        _problem = (await editor.SignOutAsync(member.Id, await session.ActorAsync())).Problem;
        _done = _problem is null ? Say(MemberTexts.SignedOut, member.Email) : null;
        if (_problem is null)
        {
            await ReadAsync();
        }
    }

    private async Task AskAsync(string title, StaffMember? member)
    {
        (_problem, _done) = (null, null);
        var asked = await dialogs.ShowAsync<RoleDialog>(title, new DialogParameters<RoleDialog> { { dialog => dialog.Member, member } });
        if (await asked.Result is { Canceled: false, Data: RoleGiven given })
        {
            _done = given.Role == Roles.Customer ? Say(MemberTexts.TakenAway, given.Email) : Say(MemberTexts.Given, given.Email, RoleWords.Of(given.Role));
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        var read = await staff.AllAsync(await session.ActorAsync());
        (_members, _problem) = (read.Value ?? [], read.Problem);
    }
}
