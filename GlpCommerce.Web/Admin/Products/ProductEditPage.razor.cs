using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Products;

public sealed partial class ProductEditPage(ProductPublisher publisher, ClaimApprover approver, NavigationManager nav)
{
    private IReadOnlyList<(FormField Field, IReadOnlyList<ClaimMark> Marks)> _marked = [];
    private IReadOnlySet<string> _approved = new HashSet<string>();
    private IReadOnlyList<ProductPicture> _pictures = [];
    private string? _scheduleRefusal;
    private Product? _previewed;
    private DateTime? _publishAt;

    private string Title => Product?.Name ?? ProductTexts.New;

    private Category Shelf => Vocabulary.CategoryOf(Desk!.Form["category"]) ?? Category.Supplements;

    /// <summary>What the shop shows of its pictures first; null without any.</summary>
    private ShownPicture? FirstPicture => Product is not null && _pictures.FirstOrDefault(picture => picture.State == PictureState.Ready) is { } first
        ? new ShownPicture(first.Key, first.Alt, first.Width, first.Height) : null;

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync()
    {
        var saved = await base.ReadSavedAsync();
        var product = Product;
        var approved = product is null ? new HashSet<string>() : await Products.ApprovedAsync(product);
        if (product == Product)
        {
            (_marked, _approved) = (product is null ? [] : StaffProducts.Marked(product), approved);
        }

        return saved;
    }

    protected override Task ShownAsync()
    {
        _previewed = ProductForm.Shown(Desk!.Form);
        return Task.CompletedTask;
    }

    private Task SaveAsync() => WorkAsync(async by =>
    {
        var isNew = IsNew;
        if ((await SaveAsync(by)).Value is { } saved && isNew)
        {
            nav.NavigateTo(ProductListQuery.PathOf(saved.Id), replace: true);
        }
    });

    private Task ActAsync(ProductAct act) => WorkAsync(by => ActAsync(by, act));

    private async Task ScheduleAsync()
    {
        var at = _publishAt is { } local ? await KeptForms.UtcAsync(local) : DateTime.MinValue;
        await ActAsync(new ProductAct((by, id, version, ct) => publisher.ScheduleAsync(by, id, version, at, ct), ProductTexts.SaidScheduled, BringsOut: true));
        _scheduleRefusal = Product?.PublishAt is null && Desk!.General is [var first, ..] ? first : null;
    }

    private Task DuplicateAsync() => WorkAsync(async by =>
    {
        RefusedAs = EditingTexts.NotDone;
        var copy = await Editor.DuplicateAsync(by, Id!.Value);
        Desk!.Refuse(copy.Problems);
        if (copy.Value is { } made)
        {
            nav.NavigateTo(ProductListQuery.PathOf(made.Id));
        }
    });

    private Task ApproveAsync((string Field, string Reason) approval) =>
        ApproveAsync(by => approver.ApproveAsync(by, Id!.Value, Version, approval.Field, approval.Reason));
}
