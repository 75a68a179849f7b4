using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>
/// Something that is open to be written: what is typed over which version, what was typed another time, and of two who write at once
/// what each of them made of it.
/// </summary>
public abstract class OpenForm : ComponentBase
{
    private FieldForm _saved = new();
    private string? _opened;
    private bool _isOpening;

    protected FormDesk? Desk { get; private set; }

    protected FormConflict? Conflict { get; private protected set; }

    protected KeptForm? Kept { get; private protected set; }

    /// <summary>What is typed was begun over this version; the next act names it.</summary>
    protected int Version { get; private set; }

    /// <summary>What came of the last act.</summary>
    protected string? Said { get; private protected set; }

    protected bool IsMissing { get; private set; }

    /// <summary>What history and audit log call it, and under which name the browser keeps a draft.</summary>
    protected abstract string Subject { get; }

    /// <summary>Whether it is still to be made.</summary>
    protected virtual bool IsNew => false;

    [Inject]
    protected KeptForms KeptForms { get; set; } = null!;

    private protected bool IsTyped => Desk!.Form.DifferingFrom(_saved).Count > 0;

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

    /// <summary>Takes up what is saved, and looks for a draft. As long as it is the same thing, what is typed stays.</summary>
    protected override async Task OnParametersSetAsync()
    {
        // One after the other: what was read for an address that was left must not come last.
        while (!_isOpening && _opened != Subject)
        {
            (_isOpening, _opened) = (true, Subject);
            try
            {
                await OpenAsync();
            }
            finally
            {
                _isOpening = false;
            }
        }
    }

    /// <summary>Something beside the form was saved here: what is typed goes on from there, unless somebody else came between.</summary>
    protected async Task FollowAsync(int version)
    {
        var subject = Subject;
        if (version == Version + 1 && await ReadSavedAsync() is { } saved && subject == Subject)
        {
            (_saved, Version) = (saved.Form, version);
        }
    }

    /// <summary>
    /// Somebody else was quicker: what they made of it. What is no field here, such as a state or a picture, is in no one's way: then
    /// what is typed goes on over theirs.
    /// </summary>
    /// <returns>Whether it does; otherwise there is something to choose from.</returns>
    protected async Task<bool> CollideAsync()
    {
        var subject = Subject;
        if (await ReadSavedAsync() is not { } theirs)
        {
            return false;
        }

        var since = await SinceAsync(Version);
        var names = await Accounts.EmailsAsync([.. since.TakeLast(1).Select(change => change.AccountId)]);
        if (subject != Subject || Desk is not { } desk)
        {
            return false;
        }

        _saved = theirs.Form;
        Conflict = FormConflict.Of(desk.Fields, theirs.Form, desk.Form, since, theirs.Version, names.Values.FirstOrDefault());
        if (Conflict.Fields.Count > 0)
        {
            return false;
        }

        await TakeOverAsync();
        return true;
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

    /// <summary>What was chosen of two people's changes is typed, over the newer version.</summary>
    private protected Task TakeOverAsync()
    {
        Conflict!.Settle(Desk!.Form);
        (Version, Conflict) = (Conflict.Version, null);
        Desk.Refuse([]);
        return ShownAsync();
    }

    private protected async Task ReadAsync()
    {
        var subject = Subject;
        var saved = await ReadSavedAsync();
        IsMissing = saved is null;
        if (saved is { } found && subject == Subject)
        {
            (Desk, Version, _saved) = (DeskOf(found.Form), found.Version, found.Form.Copy());
            await ShownAsync();
        }
    }

    private async Task OpenAsync()
    {
        (Desk, Conflict, Kept, Said) = (null, null, null, null);
        await ReadAsync();
        if (Desk is not null && await KeptForms.FindAsync(Subject) is { } kept && Desk is { } desk)
        {
            Kept = desk.Of(kept).DifferingFrom(desk.Form).Count > 0 ? kept : null;
        }
    }
}
