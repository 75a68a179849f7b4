using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Batches;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Products;

public sealed partial class ProductListPage(StaffProducts products, StaffSession session, NavigationManager nav, IDialogService dialogs) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _gone = new();
    private readonly ProductTicks _ticks = new();
    private ProductListQuery _query = new();
    private IReadOnlyList<StaffProductRow> _rows = [];
    private string? _text;
    private int _total;
    private int _typed;
    private bool _isRead;

    /// <summary>Opens that part once; from then on it is as somebody leaves it.</summary>
    private bool _beganWithGaps;
    private bool _mayEdit;

    private int First => ((_query.Page - 1) * _query.Filter.PageSize) + 1;

    public void Dispose()
    {
        nav.LocationChanged -= Moved;
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        nav.LocationChanged += Moved;
        _mayEdit = (await session.ActorAsync()).May(Rights.EditProducts);
        _query = ProductListQuery.Read(nav.Uri);
        (_text, _beganWithGaps) = (_query.Text, _query.Missing != ProductGaps.None);
        await ReadAsync();
    }

    private static T? Parsed<T>(ChangeEventArgs e)
        where T : struct, Enum => Enum.TryParse<T>(e.Value as string, out var value) ? value : null;

    private void Go(ProductListQuery query) => nav.NavigateTo(query.ToUrl(), replace: true);

    /// <summary>Looks once nothing more is typed for a moment.</summary>
    private async Task FindAsync()
    {
        var mine = ++_typed;
        await Task.Delay(Pause);
        if (mine == _typed && !_gone.IsCancellationRequested)
        {
            Go(_query with { Text = string.IsNullOrWhiteSpace(_text) ? null : _text.Trim(), Sort = null, Page = 1 });
        }
    }

    private void Moved(object? sender, LocationChangedEventArgs e) => InvokeAsync(async () =>
    {
        if (new Uri(e.Location).AbsolutePath == ProductListQuery.Path)
        {
            var query = ProductListQuery.Read(e.Location);
            _text = query.Text == _query.Text ? _text : query.Text;
            _query = query;
            await ReadAsync();
            StateHasChanged();
        }
    });

    private async Task EditAsync(Product product)
    {
        if (await ProductDrawer.AskAsync(dialogs, product))
        {
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        var asked = _query;
        if (!(await session.ActorAsync()).May(Rights.SeeProducts))
        {
            return;
        }

        var page = await products.ListAsync(asked.Filter, _gone.Token);
        if (asked == _query)
        {
            (_rows, _total, _isRead) = (page.Rows, page.Total, true);
        }
    }
}
