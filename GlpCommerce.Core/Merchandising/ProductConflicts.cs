using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// What other products and articles have against what products are to become, one of them or many, with a few statements for all.
/// Only what changes is asked: what a product says already must not stop somebody from correcting its price.
/// </summary>
/// <param name="isComing">Whether a SKU is among those that the same act is to bring.</param>
internal sealed class ProductConflicts(Func<string, bool> isComing)
{
    /// <summary>Addresses that this act gives; no two products get the same.</summary>
    private readonly Dictionary<string, ProductWish> _given = [];

    /// <summary>Gives the address to the product.</summary>
    /// <returns>False when this act has given it to another.</returns>
    public bool Give(string slug, ProductWish wish) => _given.TryAdd(slug, wish) || _given[slug] == wish;

    /// <summary>Adds to the problems of each.</summary>
    public async Task RunAsync(ShopDb db, List<ProductWish> wishes, CancellationToken ct)
    {
        await NamesAsync(db, wishes, ct);
        await RelatedAsync(db, wishes, ct);
        await ArticlesAsync(db, wishes, ct);
    }

    private async Task NamesAsync(ShopDb db, List<ProductWish> wishes, CancellationToken ct)
    {
        var moved = wishes.Where(wish => wish.After["slug"] != wish.Before["slug"] || wish.After["sku"] != wish.Before["sku"]).ToList();
        if (moved.Count == 0)
        {
            return;
        }

        var slugs = moved.ConvertAll(wish => wish.After["slug"]);
        var slugOf = await db.Products.Where(p => slugs.Contains(p.Slug)).Select(p => new { p.Id, p.Slug }).ToDictionaryAsync(p => p.Slug, p => p.Id, ct);
        var skuOf = await OwnersAsync(db, [.. moved.Where(wish => wish.After["sku"] != wish.Before["sku"]).Select(wish => wish.After["sku"])], ct);
        var shown = await ShownAsync(db, [.. moved.Select(wish => wish.Product?.Id ?? 0).Where(id => id != 0)], ct);
        foreach (var wish in moved)
        {
            var (id, isFixed) = (wish.Product?.Id ?? 0, wish.Product is { } product && (product.IsPublished || shown.Contains(product.Id)));
            if (wish.After["sku"] != wish.Before["sku"] && (isFixed || skuOf[wish.After["sku"].ToUpperInvariant()].Any(owner => owner != id)))
            {
                wish.Problems.Add(isFixed ? ProductProblems.SkuFixed : ProductProblems.SkuTaken);
            }

            if (wish.After["slug"] != wish.Before["slug"] && (isFixed || (slugOf.TryGetValue(wish.After["slug"], out var holder) && holder != id) || !Give(wish.After["slug"], wish)))
            {
                wish.Problems.Add(isFixed ? ProductProblems.SlugFixed : ProductProblems.SlugTaken);
            }
        }
    }

    /// <summary>
    /// Whose a SKU is, however it is written. Of one that is typed all are asked; of many that a file brings its reading has found those
    /// that are written otherwise (<c>KnownSkus</c>), and an index is enough.
    /// </summary>
    private static async Task<ILookup<string, int>> OwnersAsync(ShopDb db, List<string> skus, CancellationToken ct)
    {
        var upper = skus.FirstOrDefault()?.ToUpperInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // The database compares, and knows no other way.
        var owned = skus.Count == 1 ? db.Products.Where(p => p.Sku.ToUpper() == upper) : db.Products.Where(p => skus.Contains(p.Sku));
#pragma warning restore CA1304, CA1311, CA1862
        return (skus.Count == 0 ? [] : await owned.Select(p => new { p.Id, p.Sku }).ToListAsync(ct)).ToLookup(p => p.Sku.ToUpperInvariant(), p => p.Id);
    }

    /// <summary>Those of the products that were on the shelf once.</summary>
    private static async Task<HashSet<int>> ShownAsync(ShopDb db, List<int> ids, CancellationToken ct)
    {
        var published = nameof(ProductState.Published);
        return ids.Count == 0 ? [] : (await db.ProductChanges
            .Where(c => ids.Contains(c.ProductId) && c.Field == ProductStates.Field && (c.Before == published || c.After == published))
            .Select(c => c.ProductId).Distinct().ToListAsync(ct)).ToHashSet();
    }

    private async Task RelatedAsync(ShopDb db, List<ProductWish> wishes, CancellationToken ct)
    {
        var naming = wishes.Where(wish => wish.After["related"] != wish.Before["related"]).ToList();
        var named = naming.SelectMany(wish => wish.After.Lines("related")).Distinct().ToList();
        var known = named.Count == 0 ? [] : (await db.Products.Where(p => named.Contains(p.Sku)).Select(p => p.Sku).ToListAsync(ct)).ToHashSet();
        foreach (var wish in naming)
        {
            var (others, own) = (wish.After.Lines("related"), new[] { wish.After["sku"], wish.Before["sku"] });
            wish.Awaited = [.. others.Where(sku => !known.Contains(sku))];
            if (others.FirstOrDefault(sku => own.Contains(sku) || (!known.Contains(sku) && !isComing(sku))) is { } missing)
            {
                wish.Problems.Add(ProductProblems.Field(ProductFields.Named("related")!, $"There is no other product with the SKU {missing}."));
            }
        }
    }

    private static async Task ArticlesAsync(ShopDb db, List<ProductWish> wishes, CancellationToken ct)
    {
        var naming = wishes.Where(wish => wish.After["article"] != "" && wish.After["article"] != wish.Before["article"]).ToList();
        var slugs = naming.Select(wish => wish.After["article"]).Distinct().ToList();
        var known = slugs.Count == 0 ? [] : (await db.Articles.Where(a => slugs.Contains(a.Slug) && a.Kind == ArticleKind.Product).Select(a => a.Slug).ToListAsync(ct)).ToHashSet();
        foreach (var wish in naming.Where(wish => !known.Contains(wish.After["article"])))
        {
            wish.Problems.Add(ProductProblems.Field(ProductFields.Named("article")!, "There is no product article at this address."));
        }
    }
}
