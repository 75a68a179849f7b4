using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>
/// A page, or a drawer, in which something is written: what was typed before is offered back, a refusal takes nothing away, and of two
/// who write at once the slower one chooses field by field.
/// </summary>
public abstract class FormPage : OpenForm
{
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(250);

    private int _typed;
    private bool _isBusy;
    private bool _isTold;

    /// <summary>Whether the last act came after another that is in no one's way.</summary>
    private bool _isOverTheirs;

    /// <summary>What is said above the reasons when something was refused: what was not done, and what became of what is typed.</summary>
    protected string RefusedAs { get; set; } = EditingTexts.NotSaved;

    /// <summary>Whether anything was saved or done here.</summary>
    protected bool HasChanged { get; private set; }

    protected bool MayApprove { get; private set; }

    /// <summary>Gets the focus when there is something to read: the button that was pressed may be far below.</summary>
    protected FormOutcome? Outcome { get; set; }

    [Inject]
    protected StaffSession Session { get; set; } = null!;

    protected override async Task OnInitializedAsync() => MayApprove = (await Session.ActorAsync()).May(Rights.ApproveClaims);

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

        (_isBusy, RefusedAs, Said) = (true, EditingTexts.NotSaved, null);
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
        var saved = await TakeAsync(write, said);
        return _isOverTheirs ? await TakeAsync(write, said) : saved;
    }

    /// <summary>Saves what is typed, and then does something else.</summary>
    protected async Task<Result<T>> ActAsync<T>(Func<Task<Result<T>>> write, Func<Task<Result<T>>> act, string said)
    {
        var (subject, isTyped) = (Subject, IsTyped);
        if (isTyped && await SaveAsync(write, EditingTexts.SaidSaved) is var saved && (!saved.Succeeded || subject != Subject))
        {
            return saved;
        }

        var done = await TakeAsync(act, said);
        RefusedAs = isTyped ? EditingTexts.SavedOnly : EditingTexts.NotDone;
        return done;
    }

    /// <summary>Lets a manager vouch for marked words as they are saved. What is typed stays as it is.</summary>
    protected Task ApproveAsync<T>(Func<Actor, Task<Result<T>>> approve) => WorkAsync(async by =>
    {
        RefusedAs = EditingTexts.NotApproved;
        var subject = Subject;
        var approved = await approve(by);
        if (subject != Subject)
        {
            return;
        }

        Desk?.Refuse(approved.Problems);
        await (approved.Problem is { } problem && IsChanged(problem) ? CollideAndTellAsync() : ReadSavedAsync());
        Said = approved.Succeeded ? EditingTexts.SaidApproved : null;
    });

    protected Task SettleAsync()
    {
        (Said, _isTold) = (EditingTexts.SaidSettled, true);
        return TakeOverAsync();
    }

    /// <summary>Does something and shows what came of it. What was typed stays when it was refused.</summary>
    private async Task<Result<T>> TakeAsync<T>(Func<Task<Result<T>>> act, string said)
    {
        var subject = Subject;
        _isOverTheirs = false;
        var result = await act();
        HasChanged |= result.Succeeded;
        if (result.Succeeded)
        {
            await KeptForms.DropAsync(subject);
        }

        if (subject == Subject && Desk is { } desk)
        {
            desk.Refuse(result.Problems);
            await ShowAsync(result, said);
        }

        return result;
    }

    private async Task ShowAsync<T>(Result<T> result, string said)
    {
        if (result.Problem is { } problem && IsChanged(problem))
        {
            await CollideAndTellAsync();
        }

        if (result.Succeeded)
        {
            (Conflict, Kept) = (null, null);
            if (!IsNew)
            {
                await ReadAsync();
                Said = said;
            }
        }
    }

    private static bool IsChanged(Problem problem) => problem.Field is null && problem.Code.EndsWith(".changed", StringComparison.Ordinal);

    /// <summary>Where there is nothing to choose from, the act is for whoever has looked to press once more.</summary>
    private async Task CollideAndTellAsync()
    {
        _isOverTheirs = await CollideAsync();
        if (_isOverTheirs)
        {
            Desk!.Say(EditingTexts.ChangedBeside);
        }
    }
}
