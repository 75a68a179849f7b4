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
    private CancellationToken _left;
    private StaffOrderQuery _query = new(new StaffOrderFilter());
    private StaffOrderQuery? _noted;
    private IReadOnlyList<long> _named = [];
    private Task _reading = Task.CompletedTask;
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

    protected override void OnInitialized()
    {
        // Taken once: a read that waited for another may begin after the page was left.
        _left = _gone.Token;
        _query = Asked();
        _ = WatchAsync(_left);
    }

    protected override Task OnParametersSetAsync()
    {
        _query = Asked();
        _search = _query.Filter.Search;
        return ReadAsync();
    }

    private static string? Text(ChangeEventArgs change) => change.Value as string;

    private StaffOrderQuery Asked() => StaffOrderQuery.Of(Search, Status, Payment, From, To, View, Before, After);

    /// <summary>One after another, so that each knows what the one before it has written down, and the newest question is shown last.</summary>
    private Task ReadAsync() => _reading = ReadAsync(_reading);

    private async Task ReadAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var query = _query;
        var page = await orders.ListAsync(query.Filter, query.Before, query.After, _left);
        var toPack = await orders.ToPackAsync(_left);
        if (query != _query)
        {
            // Another list was asked for meanwhile, and is read next.
            return;
        }

        await NoteAsync(query, [.. page.Orders.Select(o => o.Id)]);
        (_page, _toPack) = (page, toPack);
    }

    /// <summary>
    /// Who ordered, and where they live, is theirs: each list that is opened is written down with the orders on it before it is
    /// shown, and so are those that come while it keeps itself up to date.
    /// </summary>
    private async Task NoteAsync(StaffOrderQuery query, IReadOnlyList<long> shown)
    {
        IReadOnlyList<long> seen = query == _noted ? [.. shown.Except(_named)] : shown;
        if (query != _noted || seen.Count > 0)
        {
            var by = await session.ActorAsync();
            await audit.NoteReadAsync(by, query.Filter.IsPersonal ? "orders.searched" : "orders.listed", AuditLog.OrderList, AuditLog.Naming("order", seen), _left);
        }

        (_noted, _named) = (query, shown);
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
        catch (Exception error) when (error.IsOutage() || _left.IsCancellationRequested)
        {
            // What is shown stays; the next news brings the rest.
        }
    }
}
