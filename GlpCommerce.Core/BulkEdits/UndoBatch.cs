using System.Data.Common;
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
    /// <summary>Two at once: each may run for minutes, and e-mails want places too.</summary>
    public static JobSpec Spec { get; } = new(
        "undo-batch", JobPriority.Low, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromMinutes(20), LongestDelay: TimeSpan.FromMinutes(1)) { AtOnce = 2 };

    internal sealed class Handler(IShopDbFactory shop, ManyProducts many, JobQueue jobs, TimeProvider clock) : IJobHandler<UndoBatch>, IGivenUpHandler<UndoBatch>
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
                await lease.CheckpointAsync(db => ForgetLeftAsync(db, batch.Id, ct), ct);
                if (await WriteAsync(batch, await StageAsync(batch, lease, ct), lease, ct))
                {
                    return;
                }
            }

            await lease.CompleteAsync(db => PutBackAsync(db, payload, BatchProblems.UndoOvertaken, ct), ct);
        }

        public Task GivenUpAsync(ShopDb db, UndoBatch payload, CancellationToken ct) => PutBackAsync(db, payload, BatchProblems.UndoFailed, ct);

        private async Task PutBackAsync(ShopDb db, UndoBatch payload, Problem problem, CancellationToken ct)
        {
            if (await BatchSteps.PutBackAsync(db, payload.BatchId, payload.Round, (BatchState.Undoing, BatchState.Applied), problem, ct))
            {
                await ForgetLeftAsync(db, payload.BatchId, ct);
                jobs.Add(db, new ClearStaged(payload.BatchId));
            }
        }

        private static Task<int> ForgetLeftAsync(ShopDb db, long batchId, CancellationToken ct) =>
            db.BatchRows.Where(r => r.BatchId == batchId && r.Left != null).ExecuteUpdateAsync(set => set.SetProperty(r => r.Left, (string?)null), ct);

        /// <returns>How many products are put down.</returns>
        private async Task<int> StageAsync(ProductBatch batch, JobLease lease, CancellationToken ct)
        {
            for (var (after, done, staged) = (0, 0, 0); ;)
            {
                await using var reading = shop.Open();
                var rows = await BatchSteps.NextAsync(reading, reading.BatchRows.Where(r => r.BatchId == batch.Id && r.AppliedVersion != null), after, ct);
                if (rows.Count == 0)
                {
                    return staged;
                }

                after = rows[^1].Row.Number;
                var steps = rows.ConvertAll(pair => UndoStep.Of(pair.Row, pair.Product, clock.GetUtcNow().UtcDateTime));
                await CheckAsync(reading, steps, ct);
                foreach (var some in steps.Chunk(FileRows.WrittenAtOnce))
                {
                    done += some.Length;
                    staged += await StageAsync(reading, batch.Id, some, done, lease, ct);
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

        private async Task<int> StageAsync(ShopDb reading, long batchId, UndoStep[] steps, int done, JobLease lease, CancellationToken ct)
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
            return guarded.Count;
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

        /// <returns>False when somebody has written one of the products since, or has taken an address that goes back: it is looked at anew then.</returns>
        private async Task<bool> WriteAsync(ProductBatch batch, int staged, JobLease lease, CancellationToken ct)
        {
            try
            {
                return (await lease.CompleteAsync(db => WriteAsync(db, batch, staged, ct), ct)).Succeeded;
            }
            catch (DbException error) when (error.IsDuplicate())
            {
                return false;
            }
        }

        private async Task<Result<int>> WriteAsync(ShopDb db, ProductBatch batch, int staged, CancellationToken ct)
        {
            var left = await db.BatchRows.CountAsync(r => r.BatchId == batch.Id && r.Left != null, ct);
            var action = batch.Kind == BatchKind.Import ? "catalog.import_undone" : "catalog.bulk_edit_undone";
            var by = new Actor(batch.UndoneBy!.Value, Roles.Staff);
            var written = await many.WriteAsync(db, by, by.AccountId, batch.Id, action, UndoStep.Note(left), ct);
            if (!written.Succeeded)
            {
                return written;
            }

            if (written.Value != staged || !await BatchSteps.EndAsync(db, batch, BatchState.Undone, left, ct))
            {
                return BatchProblems.Incomplete;
            }

            jobs.Add(db, new ClearStaged(batch.Id));
            return written;
        }
    }
}
