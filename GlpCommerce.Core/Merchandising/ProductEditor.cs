using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Writes products as staff describe them. Each act is one transaction, and says which version it starts from.</summary>
public sealed class ProductEditor
{
    private readonly IShopDbFactory _shop;
    private readonly ProductWriter _writer;

    internal ProductEditor(IShopDbFactory shop, ProductWriter writer) => (_shop, _writer) = (shop, writer);

    /// <summary>Adds a draft. Without an address it gets one from its name.</summary>
    /// <returns>The draft, or <c>staff.not_allowed</c>, <c>product.invalid</c>, <c>product.sku_taken</c>, <c>product.slug_taken</c>.</returns>
    public Task<Result<ProductVersion>> CreateAsync(Actor by, FieldForm typed, CancellationToken ct = default) => AddAsync(by, typed, null, ct);

    /// <summary>Saves all fields, or none. Whatever stands in the way is told at once, each at its field.</summary>
    /// <param name="version">The version that the form was made of.</param>
    /// <param name="isToGoOut">Whether it is to be published next: then the claims guard's word on a draft is among what is told when it is not saved.</param>
    /// <returns>The product, or what <see cref="CreateAsync"/> refuses, or <c>product.unknown</c>, <c>product.changed</c>,
    /// <c>product.sku_fixed</c>, <c>product.slug_fixed</c>, <c>claims.marked</c>.</returns>
    public Task<Result<ProductVersion>> SaveAsync(Actor by, int id, int version, FieldForm typed, bool isToGoOut = false, CancellationToken ct = default) =>
        CheckedAsync(by, typed, async (db, typedForm, refused) =>
        {
            var opened = await ProductWriter.OpenAsync(db, id, version, ct);
            if (opened.Value is not { } open)
            {
                return refused.Prepend(opened.Problem!).ToList();
            }

            var form = Readable(typedForm, refused, open.Before);
            form["slug"] = form["slug"] is { Length: > 0 } slug ? slug : open.Product.Slug;
            refused.AddRange(await ConflictsAsync(db, new ProductWish(open, form), ct));
            if (refused.Count > 0)
            {
                refused.AddRange(isToGoOut || open.Product.GoesOut() ? await ProductWriter.MarkedAsync(db, open, form, form.DifferingFrom(open.Before), ct) : []);
                return refused;
            }

            FormProduct.Fill(open.Product, form);
            return await _writer.WriteAsync(db, by, open, form, "product.saved", ct);
        }, ct);

    /// <summary>Makes a draft of what another product says, with a name, a SKU and an address of its own.</summary>
    public async Task<Result<ProductVersion>> DuplicateAsync(Actor by, int id, CancellationToken ct = default)
    {
        await using var db = _shop.Open();
        if (await db.Products.AsNoTracking().Include(p => p.Stages).SingleOrDefaultAsync(p => p.Id == id, ct) is not { } product)
        {
            return by.Refuse(Rights.EditProducts) ?? ProductProblems.Unknown;
        }

        var form = ProductForm.Of(product);
        form["name"] = FreeNames.CopyOf(product.Name);
        form["sku"] = await FreeNames.SkuAsync(db, product.Sku, ct);
        form["slug"] = "";
        return await AddAsync(by, form, ProductAuthors.Copied(product), ct);
    }

    /// <param name="copied">See <see cref="ProductAuthors.Copied"/>.</param>
    private Task<Result<ProductVersion>> AddAsync(Actor by, FieldForm typed, TextChange? copied, CancellationToken ct) =>
        CheckedAsync(by, typed, async (db, typedForm, refused) =>
        {
            var form = Readable(typedForm, refused, new FieldForm());
            form["slug"] = form["slug"] is { Length: > 0 } slug ? slug : refused.Count > 0 ? "" : await FreeNames.SlugAsync(db, form["name"], ct);
            refused.AddRange(await ConflictsAsync(db, new ProductWish(null, form, null), ct));
            return refused.Count > 0 ? refused : await _writer.AddAsync(db, by, form, copied, ct);
        }, ct);

    private async Task<Result<ProductVersion>> CheckedAsync(
        Actor by, FieldForm typed, Func<ShopDb, FieldForm, List<Problem>, Task<Result<ProductVersion>>> work, CancellationToken ct)
    {
        if (by.Refuse(Rights.EditProducts) is { } refusal)
        {
            return refusal;
        }

        var form = ProductCheck.Read(typed, out var refused);
        try
        {
            return await _shop.InTransactionAsync(db => work(db, form.Copy(), [.. refused]), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Somebody else took the SKU or the address at the same moment: now it is seen which.
            return await _shop.InTransactionAsync(db => work(db, form.Copy(), [.. refused]), ct);
        }
    }

    /// <summary>What can be read of a form, for all that has to be asked beside: what is refused already stands there as it was before.</summary>
    private static FieldForm Readable(FieldForm form, List<Problem> refused, FieldForm before) => form.With(before, refused.Select(problem => problem.Field!));

    /// <summary>What other products and articles have against the form.</summary>
    private static async Task<List<Problem>> ConflictsAsync(ShopDb db, ProductWish wish, CancellationToken ct)
    {
        await new ProductConflicts(_ => false).RunAsync(db, [wish], ct);
        return wish.Problems;
    }
}
