using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>The staff's list of orders. It keeps itself up to date.</summary>
public sealed partial class StaffOrderList(StaffOrderQueries orders, OrderTicker ticker, AuditLog audit, StaffSession session, NavigationManager nav) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private StaffOrderQuery _query = new(new StaffOrderFilter());
    private StaffOrderQuery? _noted;
    private StaffOrderRows? _page;
    private OrderPulse? _opened;
    private string? _search;
    private int _toPack;
    private long _arrived;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? Status { get; set; }

    [SupplyParameterFromQuery]
    private string? Payment { get; set; }

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [SupplyParameterFromQuery]
    private string? To { get; set; }

    [SupplyParameterFromQuery]
    private string? View { get; set; }

    [SupplyParameterFromQuery]
    private string? Before { get; set; }

    [SupplyParameterFromQuery]
    private string? After { get; set; }

    private string ToPackWords => Words.Say(_toPack < StaffOrderQueries.MostCounted ? StaffOrderTexts.ToPack : StaffOrderTexts.ToPackMany, _toPack);

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized() => _ = WatchAsync(_gone.Token);

    protected override async Task OnParametersSetAsync()
    {
        var query = StaffOrderQuery.Of(Search, Status, Payment, From, To, View, Before, After);
        await NoteAsync(query);
        (_query, _search) = (query, query.Filter.Search);
        await ReadAsync();
    }

    /// <summary>Who ordered, and where they live, is theirs: each list that is opened is written down, and not that it keeps itself up to date.</summary>
    private async Task NoteAsync(StaffOrderQuery query)
    {
        if (_noted != query)
        {
            await audit.NoteReadAsync(await session.ActorAsync(), query.Filter.IsPersonal ? "orders.searched" : "orders.listed", "orders", ct: _gone.Token);
            _noted = query;
        }
    }

    private static string? Text(ChangeEventArgs change) => change.Value as string;

    private async Task ReadAsync()
    {
        var asked = _query;
        var page = await orders.ListAsync(asked.Filter, asked.Before, asked.After, _gone.Token);
        _toPack = await orders.ToPackAsync(_gone.Token);
        // Another filter may have been chosen meanwhile.
        if (asked == _query)
        {
            _page = page;
        }
    }

    private void Find() => Narrow(filter => filter with { Search = _search });

    /// <summary>Another filter begins at the newest order again.</summary>
    private void Narrow(Func<StaffOrderFilter, StaffOrderFilter> change)
    {
        var filter = change(_query.Filter);
        nav.NavigateTo(new StaffOrderQuery(filter with { Search = string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search.Trim() }).Url(), replace: true);
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var pulse in ticker.FollowAsync(ct))
            {
                await InvokeAsync(() => NoteAsync(pulse));
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has left.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task NoteAsync(OrderPulse pulse)
    {
        _opened ??= pulse;
        _arrived = pulse.LastOrder - _opened.LastOrder;
        try
        {
            await ReadAsync();
            StateHasChanged();
        }
        catch (Exception error) when (error.IsOutage() || _gone.IsCancellationRequested)
        {
            // What is shown stays; the next news brings the rest.
        }
    }
}
