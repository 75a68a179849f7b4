using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>
/// Files come over the page's own connection: whoever may not write products never gets to send any, and what else is on the
/// page stays as it is when one breaks off.
/// </summary>
public sealed partial class PicturePanel(StaffProducts products, PictureEditor editor, StaffSession session, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _gone = new();
    private readonly List<ChosenPicture> _chosen = [];
    private IReadOnlyList<ProductPicture> _pictures = [];
    private ElementReference _headline;
    private string? _said;
    private string? _refusal;
    private int _refused;
    private int _rounds;
    private int _read;
    private bool _tooMany;
    private bool _isBusy;

    /// <summary>The number of the watch that looks after those that wait; 0 while none does.</summary>
    private int _watch;
    private int _watches;
    private bool _isRowGone;

    [Parameter, EditorRequired]
    public int ProductId { get; set; }

    /// <summary>The version that the page works on.</summary>
    [Parameter, EditorRequired]
    public int Version { get; set; }

    /// <summary>What the claims guard marks in what a picture shows.</summary>
    [Parameter, EditorRequired]
    public required Func<string, IReadOnlyList<ClaimMark>> MarksOf { get; set; }

    /// <summary>An act has led to a new version.</summary>
    [Parameter]
    public EventCallback<ProductVersion> OnChanged { get; set; }

    /// <summary>Somebody else has changed the product meanwhile.</summary>
    [Parameter]
    public EventCallback OnCollided { get; set; }

    /// <summary>The pictures were read anew.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<ProductPicture>> OnRead { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_read != Version)
        {
            _read = Version;
            await ReadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isRowGone)
        {
            // The button that was pressed is no longer there.
            _isRowGone = false;
            await _headline.FocusAsync();
        }
    }

    private async Task ReadAsync()
    {
        _pictures = await products.PicturesAsync(ProductId, _gone.Token);
        await OnRead.InvokeAsync(_pictures);
        if (_watch == 0 && _pictures.Any(IsWaiting))
        {
            _ = WatchAsync(_watch = ++_watches);
        }
    }

    private static bool IsWaiting(ProductPicture picture) => picture.State == PictureState.Waiting;

    /// <summary>Before each look, half as long again as before the last.</summary>
    internal static TimeSpan After(TimeSpan pause) => pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;

    /// <summary>Looks after those that wait until none does, or until another watch has begun.</summary>
    private async Task WatchAsync(int watch)
    {
        try
        {
            for (var pause = FirstPause; _watch == watch && _pictures.Any(IsWaiting); pause = After(pause))
            {
                await Task.Delay(pause, clock, _gone.Token);
                await InvokeAsync(ReadAsync);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException || error.IsOutage())
        {
            // The page was left, or the database is away: the next reading looks again.
        }
        finally
        {
            _watch = _watch == watch ? 0 : _watch;
        }
    }

    private void Choose(InputFileChangeEventArgs e)
    {
        var free = PictureLimits.Most - _pictures.Count - _chosen.Count;
        _tooMany = e.FileCount > free;
        _chosen.AddRange(e.GetMultipleFiles(Math.Max(1, e.FileCount)).Take(Math.Max(0, free)).Select(file => new ChosenPicture(file)));
        _rounds++;
        _said = null;
    }

    /// <summary>One after the other. What is refused stays where it is, with the reason.</summary>
    private Task AddAsync() => WorkAsync(async by =>
    {
        var added = 0;
        foreach (var chosen in _chosen.ToList())
        {
            if (await AddAsync(by, chosen))
            {
                _chosen.Remove(chosen);
                added++;
            }

            StateHasChanged();
        }

        _tooMany = false;
        _said = added == 0 ? null : _chosen.Count > 0 ? Say(PictureTexts.SaidNotAll, added) : added == 1 ? PictureTexts.SaidAddedOne : Say(PictureTexts.SaidAddedMany, added);
    });

    private async Task<bool> AddAsync(Actor by, ChosenPicture chosen)
    {
        if (string.IsNullOrWhiteSpace(chosen.Alt))
        {
            chosen.Refuse(PictureProblems.AltMissing);
            return false;
        }

        if (await chosen.ReadAsync(() => _ = InvokeAsync(StateHasChanged), _gone.Token) is not { } file)
        {
            return false;
        }

        var added = await editor.AddAsync(by, ProductId, file, chosen.Alt, _gone.Token);
        chosen.Refuse(added.Problem);
        // Looked after from the beginning, however long the others have waited.
        _watch = added.Succeeded ? 0 : _watch;
        await TakeAsync(added);
        return added.Succeeded;
    }

    private Task DescribeAsync((ProductPicture Picture, string Alt) said) => WorkAsync(async by =>
        await ToldAsync(await editor.DescribeAsync(by, ProductId, Version, said.Picture.Id, said.Alt), said.Picture, PictureTexts.SaidAlt));

    private Task MoveAsync((ProductPicture Picture, int Places) move) => WorkAsync(async by =>
    {
        if (await ToldAsync(await editor.MoveAsync(by, ProductId, Version, move.Picture.Id, move.Places), move.Picture, ""))
        {
            var place = _pictures.ToList().FindIndex(picture => picture.Id == move.Picture.Id) + 1;
            (_said, _isRowGone) = (Say(PictureTexts.SaidMoved, place, _pictures.Count), place == 1 || place == _pictures.Count);
        }
    });

    private Task RemoveAsync(ProductPicture picture) => WorkAsync(async by =>
        _isRowGone = await ToldAsync(await editor.RemoveAsync(by, ProductId, Version, picture.Id), picture, PictureTexts.SaidRemoved));

    private async Task WorkAsync(Func<Actor, Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _said, _refusal, _refused) = (true, null, null, 0);
        try
        {
            await work(await session.ActorAsync());
        }
        finally
        {
            _isBusy = false;
        }
    }

    /// <summary>Says what came of an act upon a picture that is there.</summary>
    private async Task<bool> ToldAsync(Result<ProductVersion> result, ProductPicture picture, string said)
    {
        await TakeAsync(result);
        _said = result.Succeeded ? said : null;
        (_refusal, _refused) = (IsCollision(result) ? PictureTexts.Collided : result.Problem?.Message, result.Problem is { Field: not null } ? picture.Id : 0);
        return result.Succeeded;
    }

    private async Task TakeAsync(Result<ProductVersion> result)
    {
        if (result.Value is { } now)
        {
            await OnChanged.InvokeAsync(now);
            await ReadAsync();
        }
        else if (IsCollision(result))
        {
            await OnCollided.InvokeAsync();
            await ReadAsync();
        }
    }

    private static bool IsCollision(Result<ProductVersion> result) => result.Problem?.Code == ProductProblems.Changed.Code;
}
