using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>A product as it stands after an act.</summary>
/// <param name="Version">What the next act has to name.</param>
public sealed record ProductVersion(int Id, int Version, string Slug);

/// <summary>A product in the middle of an act.</summary>
/// <param name="Product">Tracked, without its stages.</param>
/// <param name="Before">As it was.</param>
/// <param name="WentOut">Whether shoppers could read it before.</param>
internal sealed record OpenProduct(Product Product, FieldForm Before, string StateBefore, bool WentOut);

/// <summary>
/// The one way in which a product is written (for many at once there is <see cref="ManyProducts"/>, by the same rules). Every act ends here, so that nothing is published that the claims guard has
/// marked, and no change goes without its history, its row in the audit log and a new version of the catalogue.
/// </summary>
internal sealed class ProductWriter(AuditLog audit, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <returns>The product, or <c>product.unknown</c>, <c>product.changed</c>.</returns>
    public static async Task<Result<OpenProduct>> OpenAsync(ShopDb db, int id, int? version, CancellationToken ct)
    {
        if (await db.Products.AsNoTracking().Include(p => p.Stages).SingleOrDefaultAsync(p => p.Id == id, ct) is not { } before)
        {
            return ProductProblems.Unknown;
        }

        if (version is { } expected && before.Version != expected)
        {
            return ProductProblems.Changed;
        }

        // Between the two readings it may have changed.
        return await db.Products.SingleOrDefaultAsync(p => p.Id == id && p.Version == before.Version, ct) is not { } product
            ? ProductProblems.Changed
            : new OpenProduct(product, ProductForm.Of(before), before.Written(), before.GoesOut());
    }

    /// <param name="after">As it is to be; <see cref="OpenProduct.Before"/> when only its state changes.</param>
    /// <param name="action">For the audit log, such as <c>product.saved</c>.</param>
    /// <param name="picture">What else changes: something about a picture.</param>
    /// <returns>The product, or <c>claims.marked</c> for each text that may not go out so.</returns>
    public async Task<Result<ProductVersion>> WriteAsync(ShopDb db, Actor by, OpenProduct open, FieldForm after, string action, CancellationToken ct, TextChange? picture = null)
    {
        var product = open.Product;
        List<TextChange> changed = [.. after.ChangesFrom(open.Before, ProductFields.All), .. picture is null ? [] : new[] { picture }];
        var names = changed.ConvertAll(change => change.Field);
        if (product.GoesOut() && await MarkedAsync(db, open, after, names, ct) is { Count: > 0 } refusals)
        {
            return refusals;
        }

        if (changed.Count == 0 && product.Written() == open.StateBefore)
        {
            return new ProductVersion(product.Id, product.Version, product.Slug);
        }

        product.Version++;
        product.UpdatedAt = Now;
        await StagesAsync(db, product, names, after, ct);
        db.ProductChanges.AddRange(changed.Select(change => Change(by, product, change)));
        if (product.Written() != open.StateBefore)
        {
            db.ProductChanges.Add(Change(by, product, new TextChange(ProductStates.Field, open.StateBefore, product.Written())));
        }

        await db.SaveChangesAsync(ct);
        await SealAsync(db, by, product, action, string.Join(", ", names), ct);
        return new ProductVersion(product.Id, product.Version, product.Slug);
    }

    /// <summary>What the claims guard has against a product that goes out like this.</summary>
    /// <param name="changed">The fields in which it differs from what it was.</param>
    public static Task<List<Problem>> MarkedAsync(ShopDb db, OpenProduct open, FieldForm after, IReadOnlyCollection<string> changed, CancellationToken ct) =>
        ClaimsGate.RefusalsAsync(db, open.Product.Id, after, changed, ClaimsGate.NewToTheShelf(open.WentOut, changed), ct);

    /// <summary>A product that was not there before; it is a draft.</summary>
    /// <param name="copied">See <see cref="ProductAuthors.Copied"/>; null for one that is no copy.</param>
    public async Task<ProductVersion> AddAsync(ShopDb db, Actor by, FieldForm form, TextChange? copied, CancellationToken ct)
    {
        var product = FormProduct.New(form, Now);
        db.Products.Add(product);
        await db.SaveChangesAsync(ct);
        IEnumerable<TextChange> origin = copied is null ? [] : [copied];
        db.ProductChanges.AddRange(origin.Concat(form.ChangesFrom(new FieldForm(), ProductFields.All)).Select(change => Change(by, product, change)));
        await SealAsync(db, by, product, "product.created", null, ct);
        return new ProductVersion(product.Id, product.Version, product.Slug);
    }

    private async Task SealAsync(ShopDb db, Actor by, Product product, string action, string? note, CancellationToken ct)
    {
        await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), ct);
        await audit.AddAsync(db, by, action, $"product:{product.Id}", note is "" ? null : note, ct);
    }

    private static async Task StagesAsync(ShopDb db, Product product, List<string> changed, FieldForm form, CancellationToken ct)
    {
        if (changed.Contains("stages"))
        {
            await db.Set<ProductStage>().Where(s => s.ProductId == product.Id).ExecuteDeleteAsync(ct);
            db.AddRange(FormProduct.Stages(form, product.Id));
        }
    }

    private ProductChange Change(Actor by, Product product, TextChange change) => new()
    {
        ProductId = product.Id, Version = product.Version, Field = change.Field, Before = change.Before, After = change.After, AccountId = by.AccountId, At = Now,
    };
}
