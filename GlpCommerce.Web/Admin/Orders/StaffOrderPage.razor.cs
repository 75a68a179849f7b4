using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>An order for staff: all that happened to it, and all that can be done with it. It keeps itself up to date.</summary>
public sealed partial class StaffOrderPage(
    StaffOrderQueries orders, ParcelEditor parcels, NoteEditor notes, OrderPost post, OrderWatch watch, AuditLog audit, StaffSession session, IDialogService dialogs, ISnackbar messages) : IDisposable
{
    private CancellationTokenSource _gone = new();
    private StaffOrder? _order;
    private Problem? _problem;
    private string? _shown;
    private string? _note;
    private StaffForm? _noteForm;
    private string _mailKey = Secrets.New(12);
    private bool _isRead;
    private bool _isBusy;

    [Parameter]
    public string Number { get; set; } = "";

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Number)
        {
            return;
        }

        await _gone.CancelAsync();
        (_shown, _gone, _problem) = (Number, new CancellationTokenSource(), null);
        await ReadAsync();
        if (_order is { Order: var order })
        {
            await audit.NoteReadAsync(await session.ActorAsync(), "order.read", $"order:{order.Id}", ct: _gone.Token);
            _ = WatchAsync(order.PublicId, _gone.Token);
        }
    }

    private async Task ReadAsync()
    {
        _order = await orders.FindAsync(Number, _gone.Token);
        _isRead = true;
    }

    private async Task WatchAsync(string publicId, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await foreach (var news in watch.FollowAsync(publicId, ct))
                {
                    if (news.State.Version != _order?.Order.Version)
                    {
                        await InvokeAsync(ReadAgainAsync);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error) when (error.IsOutage())
            {
                await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            }
            catch (Exception error)
            {
                await DispatchExceptionAsync(error);
                return;
            }
        }
    }

    private async Task ReadAgainAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private Task ShipAsync() => AskAsync<ShipDialog>(StaffOrderTexts.ShipTitle, StaffOrderTexts.Shipped);

    private Task RefundAsync() => AskAsync<RefundDialog>(StaffOrderTexts.RefundTitle, StaffOrderTexts.Refunded);

    private Task CorrectAsync() => AskAsync<AddressDialog>(StaffOrderTexts.CorrectTitle, StaffOrderTexts.Corrected);

    private Task CorrectEmailAsync() => AskAsync<EmailDialog>(StaffOrderTexts.EmailTitle, StaffOrderTexts.EmailCorrected);

    private Task CancelAsync() => AskAsync<CancelDialog>(
        StaffOrderTexts.CancelTitle, _order!.Order.Status == OrderStatus.Pending ? StaffOrderTexts.Cancelling : StaffOrderTexts.Cancelled);

    private Task CorrectParcelAsync(Shipment parcel) =>
        AskAsync<TrackingDialog>(StaffOrderTexts.TrackingTitle, StaffOrderTexts.TrackingCorrected, (nameof(TrackingDialog.Parcel), parcel));

    private async Task AskAsync<T>(string title, string done, params (string Name, object Value)[] more)
        where T : IComponent
    {
        _problem = null;
        var order = _order!.Order;
        var asked = new DialogParameters { [nameof(OrderDialog.Order)] = order };
        foreach (var (name, value) in more)
        {
            asked.Add(name, value);
        }

        var options = new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false };
        var dialog = await dialogs.ShowAsync<T>(Words.Say(title, order.Number), asked, options);
        if (await dialog.Result is { Canceled: false })
        {
            await DoneAsync(done);
        }
    }

    private Task DeliverAsync() => ActAsync(async by => await parcels.DeliverAsync(_order!.Order.Id, by), StaffOrderTexts.Delivered);

    private Task SendAgainAsync(DueEmail email) => ActAsync(
        async by =>
        {
            var sent = await post.SendAgainAsync(_order!.Order.Id, email, _mailKey, by);
            _mailKey = Secrets.New(12);
            return sent;
        },
        StaffOrderTexts.SentAgain);

    private Task NoteAsync() => ActAsync(
        async by =>
        {
            var noted = await notes.AddAsync(_order!.Order.Id, _note, by);
            if (noted.Succeeded)
            {
                _note = null;
                await _noteForm!.SentAsync();
            }

            return noted;
        },
        StaffOrderTexts.Noted);

    /// <summary>One act at a time: what is pressed meanwhile is not heard.</summary>
    private async Task ActAsync(Func<Actor, Task<Result<long>>> act, string done)
    {
        if (_isBusy)
        {
            return;
        }

        try
        {
            _isBusy = true;
            _problem = (await act(await session.ActorAsync())).Problem;
            if (_problem is null)
            {
                await DoneAsync(done);
            }
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task DoneAsync(string done)
    {
        messages.Add(Words.Say(done, _order!.Order.Number), Severity.Success);
        await ReadAsync();
    }
}
