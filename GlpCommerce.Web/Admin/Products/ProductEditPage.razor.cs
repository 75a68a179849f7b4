using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Products;

public sealed partial class ProductEditPage(
    EditedProduct edited, ProductEditor editor, ProductPublisher publisher, ClaimApprover approver, StaffSession session, KeptForms keptForms, NavigationManager nav)
{
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(250);

    private KeptForm? _kept;
    private string? _said;
    private string? _scheduleRefusal;
    private string _previewed = "";
    private DateTime? _publishAt;
    private EditOutcome? _outcome;
    private int _typed;
    private bool _isRead;
    private bool _isBusy;
    private bool _isTold;
    private bool _mayApprove;

    /// <summary>Null for a product that is still to be made.</summary>
    [Parameter]
    public int? Id { get; set; }

    private string Title => edited.Product?.Name ?? ProductTexts.New;

    private string KeepKey => Id is { } id ? KeptForms.Of(id) : "product-new";

    protected override async Task OnParametersSetAsync()
    {
        if (edited.Desk is not null && edited.Product?.Id == Id)
        {
            return;
        }

        _kept = null;
        _mayApprove = (await session.ActorAsync()).May(Rights.ApproveClaims);
        if (Id is { } id)
        {
            await edited.OpenAsync(id);
        }
        else
        {
            edited.Begin();
        }

        _isRead = true;
        if (edited.Desk is { } desk)
        {
            _previewed = desk.Form["description"];
            var kept = await keptForms.FindAsync(KeepKey);
            _kept = kept is not null && new FieldForm(kept.Texts).DifferingFrom(desk.Form).Count > 0 ? kept : null;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isTold && _outcome is { } outcome)
        {
            _isTold = false;
            await outcome.FocusAsync();
        }
    }

    private async Task TypedAsync()
    {
        _said = null;
        var mine = ++_typed;
        await Task.Delay(PreviewPause);
        if (mine == _typed)
        {
            _previewed = edited.Desk!.Form["description"];
        }
    }

    private Task SaveAsync() => WorkAsync(async by =>
    {
        var saved = await edited.SaveAsync(by);
        if (await TakeAsync(saved, EditingTexts.SaidSaved) && Id is null)
        {
            nav.NavigateTo(ProductListQuery.PathOf(saved.Value!.Id), replace: true);
        }
    });

    /// <summary>Saves what is typed, and then does something to the product.</summary>
    private Task ActAsync(ProductAct act) => WorkAsync(async by =>
    {
        if (!edited.IsTyped || await TakeAsync(await edited.SaveAsync(by), EditingTexts.SaidSaved))
        {
            await TakeAsync(await edited.ActAsync(by, act.Do), act.Said);
        }
    });

    private async Task ScheduleAsync()
    {
        var at = _publishAt is { } local ? await keptForms.UtcAsync(local) : DateTime.MinValue;
        await ActAsync(new ProductAct((by, id, version, ct) => publisher.ScheduleAsync(by, id, version, at, ct), ProductTexts.SaidScheduled));
        _scheduleRefusal = edited.Product?.PublishAt is null && edited.Desk!.General is [var first, ..] ? first : null;
    }

    private Task DuplicateAsync() => WorkAsync(async by =>
    {
        var copy = await editor.DuplicateAsync(by, edited.Product!.Id);
        edited.Desk!.Refuse(copy.Problems);
        if (copy.Value is { } made)
        {
            nav.NavigateTo(ProductListQuery.PathOf(made.Id));
        }
    });

    private Task ApproveAsync((string Field, string Reason) approval) => WorkAsync(async by =>
        _said = await edited.ApproveAsync(by, approver, approval.Field, approval.Reason) ? ProductTexts.SaidApproved : null);

    private async Task WorkAsync(Func<Actor, Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        _said = null;
        try
        {
            await work(await session.ActorAsync());
        }
        finally
        {
            _isBusy = false;
            _isTold = edited.IsRefused;
        }
    }

    /// <summary>Says what came of an act.</summary>
    private async Task<bool> TakeAsync(Result<ProductVersion> result, string said)
    {
        if (!result.Succeeded)
        {
            return false;
        }

        await keptForms.DropAsync(KeepKey);
        (_kept, _previewed) = (null, edited.Desk!.Form["description"]);
        _said = Id is null ? null : said;
        return true;
    }


    private void Settle()
    {
        edited.Settle();
        _previewed = edited.Desk!.Form["description"];
        (_said, _isTold) = (EditingTexts.SaidSettled, true);
    }

    private void BringBack()
    {
        edited.BringBack(_kept!);
        (_kept, _previewed) = (null, edited.Desk!.Form["description"]);
    }

    private async Task ThrowAwayAsync()
    {
        await keptForms.DropAsync(KeepKey);
        _kept = null;
    }
}
