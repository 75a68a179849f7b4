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
    public Task<Result<ProductVersion>> CreateAsync(Actor by, FieldForm typed, CancellationToken ct = default) =>
        CheckedAsync(by, typed, async (db, form) =>
        {
            form["slug"] = form["slug"] is { Length: > 0 } slug ? slug : await FreeNames.SlugAsync(db, form["name"], ct);
            var problems = await ConflictsAsync(db, new ProductWish(null, form, null), ct);
            return problems.Count > 0 ? problems : await _writer.AddAsync(db, by, form, ct);
        }, ct);

    /// <summary>Saves all fields, or none.</summary>
    /// <param name="version">The version that the form was made of.</param>
    /// <returns>The product, or what <see cref="CreateAsync"/> refuses, or <c>product.unknown</c>, <c>product.changed</c>,
    /// <c>product.sku_fixed</c>, <c>product.slug_fixed</c>, <c>claims.marked</c>.</returns>
    public Task<Result<ProductVersion>> SaveAsync(Actor by, int id, int version, FieldForm typed, CancellationToken ct = default) =>
        CheckedAsync(by, typed, async (db, form) =>
        {
            var opened = await ProductWriter.OpenAsync(db, id, version, ct);
            if (opened.Value is not { } open)
            {
                return opened.Problem!;
            }

            form["slug"] = form["slug"] is { Length: > 0 } slug ? slug : open.Product.Slug;
            var problems = await ConflictsAsync(db, new ProductWish(open, form), ct);
            if (problems.Count > 0)
            {
                return problems;
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
        return await CreateAsync(by, form, ct);
    }

    private async Task<Result<ProductVersion>> CheckedAsync(
        Actor by, FieldForm typed, Func<ShopDb, FieldForm, Task<Result<ProductVersion>>> work, CancellationToken ct)
    {
        if (by.Refuse(Rights.EditProducts) is { } refusal)
        {
            return refusal;
        }

        var form = ProductCheck.Run(typed);
        if (!form.Succeeded)
        {
            return form.Problems.ToList();
        }

        try
        {
            return await _shop.InTransactionAsync(db => work(db, form.Value!.Copy()), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Somebody else took the SKU or the address at the same moment: now it is seen which.
            return await _shop.InTransactionAsync(db => work(db, form.Value!.Copy()), ct);
        }
    }

    /// <summary>What other products and articles have against the form.</summary>
    private static async Task<List<Problem>> ConflictsAsync(ShopDb db, ProductWish wish, CancellationToken ct)
    {
        await new ProductConflicts(_ => false).RunAsync(db, [wish], ct);
        return wish.Problems;
    }
}
