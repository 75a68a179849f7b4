using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Batches;

public sealed partial class BatchPage(BatchQueries batches, BatchEditor editor, AccountQueries accounts, StaffSession session, IDialogService dialogs) : IDisposable
{
    /// <summary>So many are shown without being asked for.</summary>
    private const int FewNotices = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _gone = new();
    private ProductBatch? _batch;
    private IReadOnlyDictionary<long, string> _names = new Dictionary<long, string>();
    private string? _refusal;
    private bool _isRead;
    private bool _isBusy;
    private bool _follows;

    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "rows")]
    public string? Rows { get; set; }

    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    private RowChoice Choice => BatchLinks.Choice(Rows);

    private int Number => Math.Clamp(Page ?? 1, 1, 100_000);

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnParametersSetAsync() => _batch?.Id == Id ? Task.CompletedTask : ReadAsync();

    private async Task ReadAsync()
    {
        if (!(await session.ActorAsync()).May(Rights.EditProducts))
        {
            return;
        }

        _batch = await batches.FindAsync(Id);
        _isRead = true;
        if (_batch is { } batch)
        {
            _names = await accounts.EmailsAsync([batch.AccountId, batch.AppliedBy ?? 0, batch.UndoneBy ?? 0]);
            if (batch.IsAtWork && !_follows)
            {
                _ = FollowAsync();
            }
        }
    }

    /// <summary>Looks how far the job is, as long as it is at work and the page is open.</summary>
    private async Task FollowAsync()
    {
        _follows = true;
        try
        {
            while (_batch is { IsAtWork: true })
            {
                await Task.Delay(Pause, _gone.Token);
                await ReadAsync();
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _follows = false;
        }
    }

    private Task CheckAsync(ColumnChoice? chosen) => ActAsync(by => editor.PlanAsync(by, Id, chosen?.Targets, chosen?.Defaults));

    private Task ApplyAsync() => ActAsync(by => editor.ApplyAsync(by, Id, _batch!.Round, leaveOutWrong: _batch.Wrong > 0));

    private async Task UndoAsync()
    {
        if (await dialogs.ShowMessageBoxAsync(BatchTexts.UndoAsk, BatchTexts.UndoText, BatchTexts.Undo, cancelText: BatchTexts.Cancel) == true)
        {
            await ActAsync(by => editor.UndoAsync(by, Id));
        }
    }

    private async Task ActAsync(Func<Actor, Task<Result<long>>> act)
    {
        _isBusy = true;
        try
        {
            _refusal = (await act(await session.ActorAsync())).Problem?.Message;
            await ReadAsync();
        }
        finally
        {
            _isBusy = false;
        }
    }

    private string NameOf(long account) => _names.GetValueOrDefault(account, EditingTexts.Somebody);
}
