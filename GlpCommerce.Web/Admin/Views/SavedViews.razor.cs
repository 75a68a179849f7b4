using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Views;

/// <summary>The views that are kept of a list; the list says what it shows now, in its own words.</summary>
public sealed partial class SavedViews(SavedViewEditor views, StaffSession session, ISnackbar messages)
{
    private readonly Dictionary<long, string?> _names = [];
    private readonly Dictionary<long, StaffForm> _renames = [];
    private IReadOnlyList<ListedView> _views = [];
    private Problem? _problem;
    private string? _name;
    private bool _isShared;
    private bool _mayShare;
    private int _version;

    [Parameter, EditorRequired]
    public required ViewPage Page { get; set; }

    /// <summary>The list's address as it is shown, read and written anew by the list: nothing else is ever kept or opened.</summary>
    [Parameter, EditorRequired]
    public required string Shown { get; set; }

    /// <summary>Whether something of what is shown is not kept.</summary>
    [Parameter]
    public bool LeavesOut { get; set; }

    private string Path => Shown.Split('?', 2)[0];

    private string Query => Shown.Split('?', 2).ElementAtOrDefault(1) ?? "";

    protected override async Task OnInitializedAsync()
    {
        _mayShare = (await session.ActorAsync()).May(Rights.ShareViews);
        await ReadAsync();
    }

    private static string Named(ListedView view) => view.IsShared ? Words.Say(ViewTexts.Shared, view.Name) : view.Name;

    private string Url(ListedView view) => view.Query.Length == 0 ? Path : $"{Path}?{view.Query}";

    private async Task ReadAsync() => _views = await views.ListAsync(Page, await session.ActorAsync());

    private async Task SaveAsync()
    {
        if (await DoneAsync(await views.SaveAsync(Page, _name, Query, _isShared, await session.ActorAsync()), ViewTexts.Kept))
        {
            // Closed again, and empty.
            (_name, _isShared) = (null, false);
            _version++;
        }
    }

    private async Task RenameAsync(ListedView view)
    {
        if (await DoneAsync(await views.RenameAsync(view.Id, _names.GetValueOrDefault(view.Id, view.Name), await session.ActorAsync()), ViewTexts.Renamed))
        {
            await _renames[view.Id].SentAsync();
        }
    }

    private async Task DeleteAsync(ListedView view) => await DoneAsync(await views.DeleteAsync(view.Id, await session.ActorAsync()), ViewTexts.Deleted);

    private async Task<bool> DoneAsync(Result<long> done, string words)
    {
        _problem = done.Problem;
        if (!done.Succeeded)
        {
            return false;
        }

        messages.Add(words, Severity.Success);
        _names.Clear();
        await ReadAsync();
        return true;
    }
}
