using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>Edits a product without leaving the list, by the same rules as its page. It closes when something was done.</summary>
public sealed partial class ProductDrawer(ISnackbar messages)
{
    private static readonly string[] Fields = ["name", "price", "stages", "needs"];

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>The id of the button that opens it: by it the button is found again when its row is drawn anew (staff.js).</summary>
    public static string OpenerOf(Product product) => string.Create(CultureInfo.InvariantCulture, $"edit-{product.Id}");

    /// <returns>Whether something was changed.</returns>
    public static async Task<bool> AskAsync(IDialogService dialogs, Product product)
    {
        var drawer = await dialogs.ShowAsync<ProductDrawer>(
            Words.Say(ProductTexts.DrawerTitle, product.Name), new DialogParameters<ProductDrawer> { { d => d.Id, product.Id } }, new DialogOptions { BackdropClick = false });
        await drawer.Result;

        // However it was closed: what is typed may be saved although the act after it was refused.
        return drawer.Dialog is ProductDrawer { HasChanged: true };
    }

    private Task SaveAsync() => CloseAsync(SaveAsync, EditingTexts.SaidSaved);

    private Task ActAsync(ProductAct act) => CloseAsync(by => ActAsync(by, act), act.Said);

    private Task CloseAsync(Func<Actor, Task<Result<ProductVersion>>> work, string said) => WorkAsync(async by =>
    {
        if ((await work(by)).Succeeded)
        {
            messages.Add(Words.Say(ProductTexts.SaidOf, Product!.Name, said), Severity.Success);
            Dialog.Close();
        }
    });
}
