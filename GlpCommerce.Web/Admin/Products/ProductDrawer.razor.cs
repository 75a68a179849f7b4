using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>Edits a product without leaving the list, by the same rules as its page. It closes when something was done.</summary>
public sealed partial class ProductDrawer(EditedProduct edited, StaffSession session, KeptForms keptForms, ISnackbar messages)
{
    private static readonly string[] Fields = ["name", "price", "stages", "needs"];

    private EditOutcome? _outcome;
    private KeptForm? _kept;
    private bool _isRead;
    private bool _isBusy;
    private bool _isTold;

    [Parameter, EditorRequired]
    public int Id { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>The id of the button that opens it: by it the button is found again when its row is drawn anew (staff.js).</summary>
    public static string OpenerOf(Product product) => string.Create(CultureInfo.InvariantCulture, $"edit-{product.Id}");

    /// <returns>Whether something was changed.</returns>
    public static async Task<bool> AskAsync(IDialogService dialogs, Product product)
    {
        var drawer = await dialogs.ShowAsync<ProductDrawer>(
            Words.Say(ProductTexts.DrawerTitle, product.Name), new DialogParameters<ProductDrawer> { { d => d.Id, product.Id } }, new DialogOptions { BackdropClick = false });
        return await drawer.Result is { Canceled: false };
    }

    protected override async Task OnInitializedAsync()
    {
        await edited.OpenAsync(Id);
        _isRead = true;
        if (edited.Desk is { } desk)
        {
            var kept = await keptForms.FindAsync(KeptForms.Of(Id));
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

    private Task SaveAsync() => WorkAsync(edited.SaveAsync, EditingTexts.SaidSaved);

    /// <summary>Saves what is typed, and then does something to the product.</summary>
    private Task ActAsync(ProductAct act) => WorkAsync(
        async by => edited.IsTyped && await edited.SaveAsync(by) is { Succeeded: false } refused ? refused : await edited.ActAsync(by, act.Do), act.Said);

    private async Task WorkAsync(Func<Actor, Task<Result<ProductVersion>>> work, string said)
    {
        if (_isBusy || edited.Desk is null)
        {
            return;
        }

        _isBusy = true;
        try
        {
            if ((await work(await session.ActorAsync())).Succeeded)
            {
                await keptForms.DropAsync(KeptForms.Of(Id));
                messages.Add(Words.Say(ProductTexts.SaidOf, edited.Product!.Name, said), Severity.Success);
                Dialog.Close();
            }
        }
        finally
        {
            _isBusy = false;
            _isTold = edited.IsRefused;
        }
    }

    private void Settle()
    {
        edited.Settle();
        _isTold = true;
    }

    private void BringBack()
    {
        edited.BringBack(_kept!);
        _kept = null;
    }

    private async Task ThrowAwayAsync()
    {
        await keptForms.DropAsync(KeptForms.Of(Id));
        _kept = null;
    }
}
