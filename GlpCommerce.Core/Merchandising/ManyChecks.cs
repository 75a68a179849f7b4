using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// Asks of many products what <see cref="ProductEditor"/> asks of one: each field's own rule, what others have against it
/// (<see cref="ProductConflicts"/>), and the claims guard.
/// </summary>
/// <param name="isComing">Whether a SKU is among those that the same act is to bring.</param>
internal sealed class ManyChecks(Func<string, bool> isComing)
{
    private readonly ProductConflicts _conflicts = new(isComing);

    /// <summary>Cleans each wish, and says in its problems why it cannot be.</summary>
    public async Task RunAsync(ShopDb db, IReadOnlyList<ProductWish> wishes, CancellationToken ct)
    {
        foreach (var wish in wishes)
        {
            Clean(wish);
        }

        var wrong = wishes.Where(wish => wish.Problems.Count > 0).ToList();
        var good = wishes.Where(wish => wish.Problems.Count == 0 && wish.Changes).ToList();
        await AddressesAsync(db, good, ct);
        await _conflicts.RunAsync(db, good, ct);
        foreach (var wish in good)
        {
            wish.Problems.AddRange(await ClaimsAsync(db, wish, ct));
        }

        await RestAsync(db, wrong, ct);
    }

    /// <summary>What the claims guard has against what goes out: the same as in <see cref="ProductWriter.WriteAsync"/>.</summary>
    public static async Task<List<Problem>> ClaimsAsync(ShopDb db, ProductWish wish, CancellationToken ct)
    {
        var names = wish.After.DifferingFrom(wish.Before);
        return wish.GoesOut ? await ClaimsGate.RefusalsAsync(db, wish.Product?.Id ?? 0, wish.Product?.Pictures ?? [], wish.After, names, ClaimsGate.NewToTheShelf(wish.WentOut, names), ct) : [];
    }

    /// <summary>What can be read of wishes that are wrong is asked too: whoever mends one thing must not hear of the next only then.</summary>
    private async Task RestAsync(ShopDb db, List<ProductWish> wrong, CancellationToken ct)
    {
        var rest = wrong.ConvertAll(wish => wish.Readable());
        await _conflicts.RunAsync(db, rest, ct);
        foreach (var (wish, read) in wrong.Zip(rest))
        {
            wish.Problems.AddRange([.. read.Problems, .. await ClaimsAsync(db, read, ct)]);
        }
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
            wish.After["slug"] = slugs.FirstOrDefault(slug => !taken.Contains(slug) && _conflicts.Give(slug, wish)) ?? slugs[^1];
        }
    }
}
