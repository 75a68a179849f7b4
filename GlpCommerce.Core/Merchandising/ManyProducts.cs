using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// <see cref="ProductWriter"/> for many products at once. All that takes time is done before, in small transactions: each product
/// is put down as it is to be. The one transaction that brings them into the catalogue is a dozen statements, whatever their number:
/// SQLite has one writer, and orders wait for it.
/// </summary>
internal sealed class ManyProducts(AuditLog audit, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Lets the claims guard read products, and makes ready what it lets through. Nothing is written yet.</summary>
    public async Task<GuardedProducts> GuardAsync(ShopDb db, long batchId, IEnumerable<(long RowId, ProductWish Wish)> wishes, CancellationToken ct)
    {
        var guarded = new GuardedProducts();
        foreach (var (rowId, wish) in wishes)
        {
            guarded.Add(rowId, await ManyChecks.ClaimsAsync(db, wish, ct), () => Staged(batchId, rowId, wish));
        }

        return guarded;
    }

    /// <summary>Brings all that is put down for a batch into the catalogue: the history, a row of the audit log and the catalogue's new version with it.</summary>
    /// <param name="db">Inside a transaction, which the caller gives up when this is refused.</param>
    /// <param name="by">Who had it done, as the audit log says.</param>
    /// <param name="author">Who wrote what is brought in, as the history says.</param>
    /// <returns>How many products were written, or <c>product.changed</c> when somebody wrote one of them meanwhile.</returns>
    public async Task<Result<int>> WriteAsync(ShopDb db, Actor by, long author, long batchId, string action, string note, CancellationToken ct)
    {
        var staged = db.StagedProducts.Where(s => s.BatchId == batchId);
        var (old, made) = (await staged.CountAsync(s => !s.IsNew, ct), await staged.CountAsync(s => s.IsNew, ct));
        var fields = await db.StagedChanges.Where(c => staged.Any(s => s.RowId == c.RowId && !s.IsNew)).Select(c => c.Field).Distinct().ToListAsync(ct);
        if (old > 0 && await db.Database.ExecuteSqlRawAsync(ManySql.Update(fields), [batchId, Now], ct) != old)
        {
            return ProductProblems.Changed;
        }

        if (made > 0)
        {
            made = await db.Database.ExecuteSqlRawAsync(ManySql.Insert, [batchId, Now], ct);
            await db.Database.ExecuteSqlRawAsync(ManySql.Number, [batchId], ct);
            await db.Database.ExecuteSqlRawAsync(ManySql.Stock, [batchId], ct);
        }

        await db.Database.ExecuteSqlRawAsync(ManySql.DropStages, [batchId], ct);
        await db.Database.ExecuteSqlRawAsync(ManySql.AddStages, [batchId], ct);
        await db.Database.ExecuteSqlRawAsync(ManySql.History, [batchId, author, Now], ct);
        await db.CatalogStates.ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), ct);
        await audit.AddAsync(db, by, action, string.Create(CultureInfo.InvariantCulture, $"batch:{batchId}"), note, ct);
        return old + made;
    }

    /// <summary>Throws away some of what is put down, in a statement that does not take long.</summary>
    /// <returns>How many products went; 0 when nothing is left.</returns>
    public static Task<int> DropAsync(ShopDb db, IQueryable<StagedProduct> staged, CancellationToken ct)
    {
        var some = staged.OrderBy(s => s.RowId).Select(s => s.RowId).Take(200);
        return db.StagedProducts.Where(s => some.Contains(s.RowId)).ExecuteDeleteAsync(ct);
    }

    private StagedProduct Staged(long batchId, long rowId, ProductWish wish)
    {
        var (changes, product) = (wish.ChangeList(), wish.Product ?? FormProduct.New(wish.After, Now));
        if (wish.Product is not null)
        {
            FormProduct.Fill(product, wish.After);
        }

        product.Enter(wish.StateAfter);
        var hasStages = changes.Any(change => change.Field == "stages");
        var staged = StagedProduct.Of(product, batchId, rowId, wish.Product is null, hasStages);
        staged.Stages.AddRange(hasStages ? FormProduct.Stages(wish.After, 0).Select(s => new StagedStage { Stage = s.Stage, Position = s.Position }) : []);
        staged.Changes.AddRange(changes.Select((change, at) => new StagedChange { Position = at, Field = change.Field, Before = change.Before, After = change.After }));
        return staged;
    }
}
