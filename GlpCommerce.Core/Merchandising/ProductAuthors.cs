using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Who wrote the words of a product, through whose hands ever they went since: a copy goes on from the history of what it was made of.</summary>
internal static class ProductAuthors
{
    /// <summary>How many signs somebody may have put in, or left out, before a text is no longer looked for in other products.</summary>
    private const int Signs = 24;

    /// <summary>How many of somebody's newest texts of about this length are compared.</summary>
    private const int MostCompared = 1_000;

    public static TextChange Copied(Product from) => new(ProductChange.CopyOf, "", string.Create(CultureInfo.InvariantCulture, $"{from.Sku} #{from.Id}"));

    /// <summary>
    /// Whether somebody ever wrote marked words of a product: any of them in this field, or the sentence that they stand in in any field,
    /// here or in what it is a copy of; or the whole text in this field of any product.
    /// </summary>
    public static async Task<bool> IncludeAsync(ShopDb db, long accountId, int productId, string field, string text, IReadOnlyList<ClaimMark> marks, CancellationToken ct)
    {
        if (await WrittenBy(db, accountId, field, text).AnyAsync(ct))
        {
            return true;
        }

        var words = new MarkedWords(text, marks);
        foreach (var (id, until) in await LineAsync(db, productId, ct))
        {
            var own = Typed(db).AsNoTracking().Where(c => c.ProductId == id && c.Id < until && c.AccountId == accountId);
            await foreach (var change in own.AsAsyncEnumerable().WithCancellation(ct))
            {
                if (change.Field == field ? words.WordsAreIn(change.After) : words.SentencesAreIn(change.After))
                {
                    return true;
                }
            }
        }

        return (await AlikeBy(db, accountId, field, text).ToListAsync(ct)).Exists(written => MarkedWords.AreSame(written, text));
    }

    /// <summary>
    /// Where somebody wrote this text into any product. By the index of who wrote what: however long the shop's history is, only what
    /// this account wrote into this field is looked at.
    /// </summary>
    internal static IQueryable<ProductChange> WrittenBy(ShopDb db, long accountId, string field, string text) =>
        Typed(db).Where(c => c.AccountId == accountId && c.Field == field && c.After == text);

    /// <summary>What somebody typed: whoever copies a product does not write it, and may approve what others wrote.</summary>
    private static IQueryable<ProductChange> Typed(ShopDb db)
    {
        var all = db.ProductChanges.AsQueryable();
        return all.Where(c => !all.Any(copy => copy.ProductId == c.ProductId && copy.Field == ProductChange.CopyOf && copy.Version == c.Version));
    }

    /// <summary>What somebody wrote last into this field of any product and is about as long as a text.</summary>
    private static IQueryable<string> AlikeBy(ShopDb db, long accountId, string field, string text)
    {
        var (least, most) = (text.Length - Signs, text.Length + Signs);
        return Typed(db).Where(c => c.AccountId == accountId && c.Field == field && c.After.Length >= least && c.After.Length <= most)
            .OrderByDescending(c => c.Id).Take(MostCompared).Select(c => c.After);
    }

    /// <summary>A product and what it was copied from, each with the change from which on the next one went its own way.</summary>
    private static async Task<List<(int ProductId, long Until)>> LineAsync(ShopDb db, int productId, CancellationToken ct)
    {
        var line = new List<(int ProductId, long Until)>();
        (int ProductId, long Until)? next = (productId, long.MaxValue);
        while (next is { } one)
        {
            line.Add(one);
            var copy = await db.ProductChanges.AsNoTracking().FirstOrDefaultAsync(c => c.ProductId == one.ProductId && c.Field == ProductChange.CopyOf && c.Id < one.Until, ct);
            next = copy is null ? null : (int.Parse(copy.After[(copy.After.LastIndexOf('#') + 1)..], CultureInfo.InvariantCulture), copy.Id);
        }

        return line;
    }
}
