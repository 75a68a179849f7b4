using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>A product while it is written, on its page or in the drawer.</summary>
public abstract class ProductFormPage : FormPage
{
    /// <summary>Null for a product that is still to be made.</summary>
    [Parameter]
    public int? Id { get; set; }

    protected override string Subject => $"product:{Id?.ToString(CultureInfo.InvariantCulture) ?? "new"}";

    protected override bool IsNew => Id is null;

    /// <summary>As it was read last; null for one that is still to be made, or that is not there.</summary>
    protected Product? Product { get; private set; }

    [Inject]
    protected StaffProducts Products { get; set; } = null!;

    [Inject]
    protected ProductEditor Editor { get; set; } = null!;

    [Inject]
    private ProductHistory History { get; set; } = null!;

    protected override FormDesk DeskOf(FieldForm form) => new(form, ProductFields.All, name => ProductFields.CopyOf(name, form), name => ProductCopy.OnPack(name, form));

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync()
    {
        var id = Id;
        var read = id is null ? null : await Products.FindAsync(id.Value);
        if (id == Id)
        {
            // Otherwise somebody has gone on meanwhile: what is open now has been read, or will be.
            Product = read;
        }

        return read is { } product ? (ProductForm.Of(product), product.Version)
            : id is null ? (new FieldForm { ["suggested"] = "yes", ["template"] = new PackDesign().Template }, 0)
            : null;
    }

    protected override async Task<IReadOnlyList<PastChange>> PastAsync(long? before, int count) => await History.ReadAsync(Id!.Value, before, count);

    protected override async Task<IReadOnlyList<PastChange>> SinceAsync(int version) => await History.SinceAsync(Id!.Value, version);

    protected Task<Result<ProductVersion>> SaveAsync(Actor by) => SaveAsync(() => WriteAsync(by), EditingTexts.SaidSaved);

    /// <summary>Saves what is typed, and then does something to the product.</summary>
    protected Task<Result<ProductVersion>> ActAsync(Actor by, ProductAct act) =>
        ActAsync(() => WriteAsync(by, act.BringsOut), () => act.Do(by, Id!.Value, Version, CancellationToken.None), act.Said);

    private Task<Result<ProductVersion>> WriteAsync(Actor by, bool isToGoOut = false) =>
        Id is { } id ? Editor.SaveAsync(by, id, Version, Desk!.Form, isToGoOut) : Editor.CreateAsync(by, Desk!.Form);
}
