using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>
/// A page on which something is written: what was typed before is offered back, a refusal takes nothing away, and of two who write at
/// once the slower one chooses field by field.
/// </summary>
public abstract class FormPage : ComponentBase
{
    private bool _isBusy;
    private bool _isRefused;

    protected FormDesk? Desk { get; private set; }

    protected FormConflict? Conflict { get; private set; }

    protected KeptForm? Kept { get; private set; }

    /// <summary>The version that the next act names.</summary>
    protected int Version { get; private set; }

    /// <summary>What came of the last act.</summary>
    protected string? Said { get; set; }

    protected bool IsMissing { get; private set; }

    /// <summary>Gets the focus when something was refused: the button that was pressed may be far below.</summary>
    protected ElementReference Outcome { get; set; }

    /// <summary>What history and audit log call it, and under which name the browser keeps a draft.</summary>
    protected abstract string Subject { get; }

    [Inject]
    protected StaffSession Session { get; set; } = null!;

    [Inject]
    private FieldHistory History { get; set; } = null!;

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    [Inject]
    private KeptForms KeptForms { get; set; } = null!;

    /// <summary>Reads it as it is saved now.</summary>
    /// <returns>Null when there is no such thing.</returns>
    protected abstract Task<(FieldForm Form, int Version)?> ReadSavedAsync();

    protected abstract FormDesk DeskOf(FieldForm form);

    /// <summary>What follows from what is typed, such as a preview.</summary>
    protected virtual Task ShownAsync() => Task.CompletedTask;

    /// <summary>Takes up what is saved, and looks for a draft.</summary>
    protected async Task OpenAsync()
    {
        (Conflict, Kept, Said) = (null, null, null);
        await ReadAsync();
        if (Desk is { } desk)
        {
            var kept = await KeptForms.FindAsync(Subject);
            Kept = kept is not null && new FieldForm(kept.Texts).DifferingFrom(desk.Form).Count > 0 ? kept : null;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isRefused)
        {
            _isRefused = false;
            await Outcome.FocusAsync();
        }
    }

    /// <summary>Does one thing at a time.</summary>
    protected async Task WorkAsync(Func<Actor, Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, Said) = (true, null);
        try
        {
            await work(await Session.ActorAsync());
        }
        finally
        {
            _isBusy = false;
            _isRefused = Conflict is not null || Desk is { IsRefused: true };
        }
    }

    /// <summary>Shows what came of an act. What was typed stays when it was refused.</summary>
    protected async Task<bool> TakeAsync<T>(Result<T> result, string said)
    {
        Desk!.Refuse(result.Problems);
        if (result.Problem is { Field: null } problem && problem.Code.EndsWith(".changed", StringComparison.Ordinal))
        {
            await CollideAsync();
        }

        if (!result.Succeeded)
        {
            return false;
        }

        await KeptForms.DropAsync(Subject);
        Kept = null;
        await ReadAsync();
        Said = said;
        return true;
    }

    protected Task SettleAsync()
    {
        Conflict!.Settle(Desk!.Form);
        Version = Conflict.Version;
        Conflict = null;
        Desk!.Refuse([]);
        Said = EditingTexts.SaidSettled;
        return ShownAsync();
    }

    protected Task BringBackAsync()
    {
        Desk = DeskOf(new FieldForm(Kept!.Texts));
        Version = Kept.Version;
        Kept = null;
        return ShownAsync();
    }

    protected async Task ThrowAwayAsync()
    {
        await KeptForms.DropAsync(Subject);
        Kept = null;
    }

    /// <summary>For <see cref="HistoryTable"/>.</summary>
    protected async Task<IReadOnlyList<PastChange>> PastAsync(long? before, int count) => await History.ReadAsync(Subject, before, count);

    protected async Task ReadAsync()
    {
        var saved = await ReadSavedAsync();
        IsMissing = saved is null;
        if (saved is { } found)
        {
            (Desk, Version) = (DeskOf(found.Form), found.Version);
            await ShownAsync();
        }
    }

    private async Task CollideAsync()
    {
        if (await ReadSavedAsync() is { } theirs)
        {
            var since = await History.SinceAsync(Subject, Version);
            var names = await Accounts.EmailsAsync([.. since.TakeLast(1).Select(change => change.AccountId)]);
            Conflict = FormConflict.Of(
                Desk!.Fields, theirs.Form, Desk.Form, since, theirs.Version, names.Values.FirstOrDefault());
        }
    }
}
