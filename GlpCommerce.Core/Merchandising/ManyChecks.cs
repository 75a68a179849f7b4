using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// Asks of many products what <see cref="ProductEditor"/> and <see cref="ProductPublisher"/> ask of one, with a few statements
/// for all of them.
/// </summary>
/// <param name="isComing">Whether a SKU is among those that the same act brings.</param>
internal sealed class ManyChecks(Func<string, bool> isComing)
{
    /// <summary>Addresses that this act gives; no two products get the same.</summary>
    private readonly Dictionary<string, ProductWish> _given = [];

    /// <summary>Cleans each wish, and says in its problems why it cannot be.</summary>
    public async Task RunAsync(ShopDb db, IReadOnlyList<ProductWish> wishes, CancellationToken ct)
    {
        foreach (var wish in wishes)
        {
            Clean(wish);
        }

        var good = wishes.Where(wish => wish.Problems.Count == 0 && wish.Changes).ToList();
        await AddressesAsync(db, good, ct);
        await NamesAsync(db, good, ct);
        await RelatedAsync(db, good, ct);
        await ArticlesAsync(db, good, ct);
        foreach (var wish in good.Where(wish => wish.Problems.Count == 0))
        {
            wish.Problems.AddRange(await ClaimsAsync(db, wish, ct));
        }
    }

    /// <summary>What the claims guard has against what goes out: the same as in <see cref="ProductWriter.WriteAsync"/>.</summary>
    public static async Task<List<Problem>> ClaimsAsync(ShopDb db, ProductWish wish, CancellationToken ct)
    {
        var names = wish.After.DifferingFrom(wish.Before);
        return wish.GoesOut ? await ClaimsGate.RefusalsAsync(db, wish.Product?.Id ?? 0, wish.Product?.Pictures ?? [], wish.After, names, ClaimsGate.NewToTheShelf(wish.WentOut, names), ct) : [];
    }

    private static void Clean(ProductWish wish)
    {
        if (wish.After.DifferingFrom(wish.Before).Count == 0)
        {
            return;
        }

        var read = ProductCheck.Run(wish.After);
        wish.Problems.AddRange(read.Problems);
        if (read.Value is not { } clean)
        {
            return;
        }

        // What nobody touches stays as it is kept, letter by letter.
        foreach (var field in ProductFields.All.Where(field => wish.After[field.Name] == wish.Before[field.Name]))
        {
            clean[field.Name] = wish.Before[field.Name];
        }

        wish.After = clean;
    }

    /// <summary>An address for each new product that names none: from its name, or from name and SKU when that is taken.</summary>
    private async Task AddressesAsync(ShopDb db, List<ProductWish> wishes, CancellationToken ct)
    {
        var open = wishes.Where(wish => wish.After["slug"] == "").ToList();
        foreach (var wish in open.Where(wish => wish.Product is not null))
        {
            wish.After["slug"] = wish.Before["slug"];
        }

        var made = open.Where(wish => wish.Product is null).Select(wish => (Wish: wish, Slugs: FreeNames.SlugsOf(wish.After["name"], wish.After["sku"]))).ToList();
        var asked = made.SelectMany(pair => pair.Slugs).Distinct().ToList();
        var taken = asked.Count == 0 ? [] : (await db.Products.Where(p => asked.Contains(p.Slug)).Select(p => p.Slug).ToListAsync(ct)).ToHashSet();
        foreach (var (wish, slugs) in made)
        {
            wish.After["slug"] = slugs.FirstOrDefault(slug => !taken.Contains(slug) && _given.TryAdd(slug, wish)) ?? slugs[^1];
        }
    }

    private async Task NamesAsync(ShopDb db, List<ProductWish> wishes, CancellationToken ct)
    {
        var moved = wishes.Where(wish => wish.After["slug"] != wish.Before["slug"] || wish.After["sku"] != wish.Before["sku"]).ToList();
        if (moved.Count == 0)
        {
            return;
        }

        var slugs = moved.ConvertAll(wish => wish.After["slug"]);
        var skus = moved.ConvertAll(wish => wish.After["sku"]);
        var taken = await db.Products.Where(p => slugs.Contains(p.Slug) || skus.Contains(p.Sku)).Select(p => new { p.Id, p.Slug, p.Sku }).ToListAsync(ct);
        var (slugOf, skuOf) = (taken.ToDictionary(p => p.Slug, p => p.Id), taken.ToDictionary(p => p.Sku, p => p.Id));
        var shown = await ShownAsync(db, [.. moved.Select(wish => wish.Product?.Id ?? 0).Where(id => id != 0)], ct);
        foreach (var wish in moved)
        {
            var (id, isFixed) = (wish.Product?.Id ?? 0, wish.Product is { } product && (product.IsPublished || shown.Contains(product.Id)));
            if (wish.After["sku"] != wish.Before["sku"] && (isFixed || (skuOf.TryGetValue(wish.After["sku"], out var owner) && owner != id)))
            {
                wish.Problems.Add(isFixed ? ProductProblems.SkuFixed : ProductProblems.SkuTaken);
            }

            if (wish.After["slug"] != wish.Before["slug"] && (isFixed || (slugOf.TryGetValue(wish.After["slug"], out var holder) && holder != id) || !(_given.TryAdd(wish.After["slug"], wish) || _given[wish.After["slug"]] == wish)))
            {
                wish.Problems.Add(isFixed ? ProductProblems.SlugFixed : ProductProblems.SlugTaken);
            }
        }
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
        var named = naming.SelectMany(wish => wish.After.Lines("related")).Distinct().Where(sku => !isComing(sku)).ToList();
        var known = named.Count == 0 ? [] : (await db.Products.Where(p => named.Contains(p.Sku)).Select(p => p.Sku).ToListAsync(ct)).ToHashSet();
        foreach (var wish in naming)
        {
            if (wish.After.Lines("related").FirstOrDefault(sku => sku == wish.After["sku"] || !(isComing(sku) || known.Contains(sku))) is { } missing)
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
