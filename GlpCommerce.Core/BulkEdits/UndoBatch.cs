using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>
/// Puts back what a batch has changed, in one transaction: each field that is still as the batch wrote it. What somebody has changed
/// since stays, and is named. Products that the batch made go into the archive, for there may be orders that name them.
/// </summary>
public sealed record UndoBatch(long BatchId, int Round) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "undo-batch", JobPriority.Low, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromMinutes(20), LongestDelay: TimeSpan.FromMinutes(1));

    internal sealed class Handler(IShopDbFactory shop, ManyProducts many, JobQueue jobs, TimeProvider clock) : IJobHandler<UndoBatch>
    {
        private const int Tries = 5;

        public async Task HandleAsync(UndoBatch payload, JobLease lease, CancellationToken ct)
        {
            if (await BatchSteps.FindAsync(shop, payload.BatchId, payload.Round, BatchState.Undoing, ct) is not { } batch)
            {
                return;
            }

            for (var attempt = 1; attempt <= Tries; attempt++)
            {
                await BatchSteps.DropStagedAsync(lease, batch.Id, ct);
                await lease.CheckpointAsync(db => db.BatchRows.Where(r => r.BatchId == batch.Id && r.Left != null).ExecuteUpdateAsync(set => set.SetProperty(r => r.Left, (string?)null), ct), ct);
                await StageAsync(batch, lease, ct);
                if ((await lease.CompleteAsync(db => WriteAsync(db, batch, ct), ct)).Succeeded)
                {
                    return;
                }
            }

            throw new InvalidOperationException($"Products of batch {batch.Id} are written again and again while it is being undone.");
        }

        private async Task StageAsync(ProductBatch batch, JobLease lease, CancellationToken ct)
        {
            for (var (after, done) = (0, 0); ;)
            {
                await using var reading = shop.Open();
                var rows = await BatchSteps.NextAsync(reading, reading.BatchRows.Where(r => r.BatchId == batch.Id && r.AppliedVersion != null), after, ct);
                if (rows.Count == 0)
                {
                    return;
                }

                after = rows[^1].Row.Number;
                var steps = rows.ConvertAll(pair => UndoStep.Of(pair.Row, pair.Product, clock.GetUtcNow().UtcDateTime));
                await CheckAsync(reading, steps, ct);
                foreach (var some in steps.Chunk(FileRows.WrittenAtOnce))
                {
                    done += some.Length;
                    await StageAsync(reading, batch.Id, some, done, lease, ct);
                }
            }
        }

        /// <summary>What somebody has written since may not go together with what is put back.</summary>
        private static async Task CheckAsync(ShopDb db, List<UndoStep> steps, CancellationToken ct)
        {
            // An address that the batch had freed may have been given to another product.
            var touched = steps.Where(step => step.Wish is { } wish && (step.WasTouched || wish.After["slug"] != wish.Before["slug"])).ToList();
            await new ManyChecks(_ => false).RunAsync(db, touched.ConvertAll(step => step.Wish!), ct);
            touched.ForEach(step => step.Refuse(step.Wish!.Problems));
        }

        private async Task StageAsync(ShopDb reading, long batchId, UndoStep[] steps, int done, JobLease lease, CancellationToken ct)
        {
            var guarded = await many.GuardAsync(reading, batchId, steps.Where(step => step.Wish is { Changes: true }).Select(step => (step.Row.Id, step.Wish!)), ct);
            foreach (var step in steps.Where(step => guarded.Refused.ContainsKey(step.Row.Id)))
            {
                step.Refuse(guarded.Refused[step.Row.Id]);
            }

            await lease.CheckpointAsync(
                async db =>
                {
                    guarded.Put(db);
                    foreach (var step in steps)
                    {
                        await KeepAsync(db, step, ct);
                    }

                    await BatchSteps.ProgressAsync(db, batchId, done, ct);
                },
                ct);
        }

        private async Task KeepAsync(ShopDb db, UndoStep step, CancellationToken ct)
        {
            if (step.Wish is { Changes: true } wish && wish.StateAfter != wish.StateBefore && ProductStates.HourOf(wish.StateAfter) is { } hour)
            {
                jobs.Add(db, new PublishProduct(wish.Product!.Id), hour);
            }

            if (step.Left is { } left)
            {
                await db.BatchRows.Where(r => r.Id == step.Row.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Left, left), ct);
            }
        }

        private async Task<Result<int>> WriteAsync(ShopDb db, ProductBatch batch, CancellationToken ct)
        {
            var left = await db.BatchRows.CountAsync(r => r.BatchId == batch.Id && r.Left != null, ct);
            var action = batch.Kind == BatchKind.Import ? "catalog.import_undone" : "catalog.bulk_edit_undone";
            var written = await many.WriteAsync(db, new Actor(batch.UndoneBy!.Value, Roles.Staff), batch.Id, action, UndoStep.Note(left), ct);
            if (written.Succeeded)
            {
                await db.ProductBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(
                    set => set.SetProperty(b => b.State, BatchState.Undone).SetProperty(b => b.Left, left), ct);
                jobs.Add(db, new ClearStaged(batch.Id));
            }

            return written;
        }
    }
}
