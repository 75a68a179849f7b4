using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>
/// A page, or a drawer, in which something is written: what was typed before is offered back, a refusal takes nothing away, and of two
/// who write at once the slower one chooses field by field.
/// </summary>
public abstract class FormPage : ComponentBase
{
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(250);

    private FieldForm _saved = new();
    private string? _opened;
    private int _typed;
    private bool _isBusy;
    private bool _isTold;

    protected FormDesk? Desk { get; private set; }

    protected FormConflict? Conflict { get; private set; }

    protected KeptForm? Kept { get; private set; }

    /// <summary>What is typed was begun over this version; the next act names it.</summary>
    protected int Version { get; private set; }

    /// <summary>What came of the last act.</summary>
    protected string? Said { get; set; }

    /// <summary>Whether what was typed is saved, although the act after it was refused.</summary>
    protected bool IsSaved { get; private set; }

    /// <summary>Whether anything was saved or done here.</summary>
    protected bool HasChanged { get; private set; }

    protected bool IsMissing { get; private set; }

    protected bool MayApprove { get; private set; }

    /// <summary>Gets the focus when there is something to read: the button that was pressed may be far below.</summary>
    protected FormOutcome? Outcome { get; set; }

    /// <summary>What history and audit log call it, and under which name the browser keeps a draft.</summary>
    protected abstract string Subject { get; }

    /// <summary>Whether it is still to be made.</summary>
    protected virtual bool IsNew => false;

    [Inject]
    protected StaffSession Session { get; set; } = null!;

    [Inject]
    protected KeptForms KeptForms { get; set; } = null!;

    [Inject]
    private FieldHistory History { get; set; } = null!;

    [Inject]
    private AccountQueries Accounts { get; set; } = null!;

    /// <summary>Reads it as it is saved now.</summary>
    /// <returns>Null when there is no such thing.</returns>
    protected abstract Task<(FieldForm Form, int Version)?> ReadSavedAsync();

    protected abstract FormDesk DeskOf(FieldForm form);

    /// <summary>What follows from what is typed, such as a preview.</summary>
    protected virtual Task ShownAsync() => Task.CompletedTask;

    /// <summary>So many changes of its past that are older than a row, newest first; null to begin.</summary>
    protected virtual async Task<IReadOnlyList<PastChange>> PastAsync(long? before, int count) => await History.ReadAsync(Subject, before, count);

    /// <summary>What happened after a version, oldest first.</summary>
    protected virtual async Task<IReadOnlyList<PastChange>> SinceAsync(int version) => await History.SinceAsync(Subject, version);

    protected override async Task OnInitializedAsync() => MayApprove = (await Session.ActorAsync()).May(Rights.ApproveClaims);

    protected override Task OnParametersSetAsync() => OpenAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isTold && Outcome is { } outcome)
        {
            _isTold = false;
            await outcome.FocusAsync();
        }
    }

    protected async Task TypedAsync()
    {
        Said = null;
        var mine = ++_typed;
        await Task.Delay(PreviewPause);
        if (mine == _typed && Desk is not null)
        {
            await ShownAsync();
        }
    }

    /// <summary>Does one thing at a time.</summary>
    protected async Task WorkAsync(Func<Actor, Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, IsSaved, Said) = (true, false, null);
        try
        {
            await work(await Session.ActorAsync());
        }
        finally
        {
            _isBusy = false;
            _isTold = Conflict is not null || Desk is { IsRefused: true };
        }
    }

    /// <summary>Saves what is typed. What somebody else changed meanwhile and nobody types here, such as a state, is in no one's way.</summary>
    protected async Task<Result<T>> SaveAsync<T>(Func<Task<Result<T>>> write, string said)
    {
        var saved = await TakeAsync(await write(), said);
        if (Conflict is not { Fields.Count: 0 })
        {
            return saved;
        }

        await SettleAsync();
        return await TakeAsync(await write(), said);
    }

    /// <summary>Saves what is typed, and then does something else.</summary>
    protected async Task<Result<T>> ActAsync<T>(Func<Task<Result<T>>> write, Func<Task<Result<T>>> act, string said)
    {
        var isTyped = Desk!.Form.DifferingFrom(_saved).Count > 0;
        if (isTyped && await SaveAsync(write, EditingTexts.SaidSaved) is { Succeeded: false } refused)
        {
            return refused;
        }

        var done = await TakeAsync(await act(), said);
        IsSaved = isTyped && !done.Succeeded;
        return done;
    }

    /// <summary>Lets a manager vouch for marked words as they are saved. What is typed stays as it is.</summary>
    protected Task ApproveAsync<T>(Func<Actor, Task<Result<T>>> approve) => WorkAsync(async by =>
    {
        var approved = await approve(by);
        Desk!.Refuse(approved.Problems);
        await ReadSavedAsync();
        Said = approved.Succeeded ? EditingTexts.SaidApproved : null;
    });

    /// <summary>Something beside the form was saved here: what is typed goes on from there, unless somebody else came between.</summary>
    protected async Task FollowAsync(int version)
    {
        if (version == Version + 1 && await ReadSavedAsync() is { } saved)
        {
            (_saved, Version) = (saved.Form, version);
        }
    }

    /// <summary>Somebody else was quicker: what they made of it.</summary>
    protected async Task CollideAsync()
    {
        if (await ReadSavedAsync() is { } theirs)
        {
            var since = await SinceAsync(Version);
            var names = await Accounts.EmailsAsync([.. since.TakeLast(1).Select(change => change.AccountId)]);
            _saved = theirs.Form;
            Conflict = FormConflict.Of(Desk!.Fields, theirs.Form, Desk.Form, since, theirs.Version, names.Values.FirstOrDefault());
        }
    }

    /// <summary>What was chosen of two people's changes is typed, over the newer version.</summary>
    protected Task SettleAsync()
    {
        Conflict!.Settle(Desk!.Form);
        (Version, Conflict) = (Conflict.Version, null);
        Desk.Refuse([]);
        (Said, _isTold) = (EditingTexts.SaidSettled, true);
        return ShownAsync();
    }

    protected Task BringBackAsync()
    {
        (Desk, Version, Kept) = (DeskOf(Desk!.Of(Kept!)), Kept!.Version, null);
        return ShownAsync();
    }

    protected async Task ThrowAwayAsync()
    {
        await KeptForms.DropAsync(Subject);
        Kept = null;
    }

    /// <summary>Takes up what is saved, and looks for a draft. As long as it is the same thing, what is typed stays.</summary>
    private async Task OpenAsync()
    {
        if (_opened == Subject)
        {
            return;
        }

        _opened = Subject;
        (Desk, Conflict, Kept, Said) = (null, null, null, null);
        await ReadAsync();
        if (Desk is { } desk && await KeptForms.FindAsync(Subject) is { } kept)
        {
            Kept = desk.Of(kept).DifferingFrom(desk.Form).Count > 0 ? kept : null;
        }
    }

    /// <summary>Shows what came of an act. What was typed stays when it was refused.</summary>
    private async Task<Result<T>> TakeAsync<T>(Result<T> result, string said)
    {
        Desk!.Refuse(result.Problems);
        if (result.Problem is { Field: null } problem && problem.Code.EndsWith(".changed", StringComparison.Ordinal))
        {
            await CollideAsync();
        }

        if (result.Succeeded)
        {
            await ThrowAwayAsync();
            (Conflict, HasChanged) = (null, true);
            if (!IsNew)
            {
                await ReadAsync();
                Said = said;
            }
        }

        return result;
    }

    private async Task ReadAsync()
    {
        var saved = await ReadSavedAsync();
        IsMissing = saved is null;
        if (saved is { } found)
        {
            (Desk, Version, _saved) = (DeskOf(found.Form), found.Version, found.Form.Copy());
            await ShownAsync();
        }
    }
}
