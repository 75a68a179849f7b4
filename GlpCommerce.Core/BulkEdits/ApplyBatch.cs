using System.Data.Common;
using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Does what a dry run has shown: everything, in one transaction, or nothing.</summary>
public sealed record ApplyBatch(long BatchId, int Round) : IJobPayload
{
    /// <summary>Two at once: each may run for minutes, and e-mails want places too.</summary>
    public static JobSpec Spec { get; } = new(
        "apply-batch", JobPriority.Low, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromMinutes(20), LongestDelay: TimeSpan.FromMinutes(1)) { AtOnce = 2 };

    internal sealed class Handler(IShopDbFactory shop, ManyProducts many, JobQueue jobs) : IJobHandler<ApplyBatch>, IGivenUpHandler<ApplyBatch>
    {
        public async Task HandleAsync(ApplyBatch payload, JobLease lease, CancellationToken ct)
        {
            if (await BatchSteps.FindAsync(shop, payload.BatchId, payload.Round, BatchState.Applying, ct) is not { } batch)
            {
                return;
            }

            await BatchSteps.DropStagedAsync(lease, batch.Id, ct);
            if (await RefusalAsync(batch, lease, ct) is { } refusal)
            {
                await lease.CompleteAsync(
                    async db =>
                    {
                        await BatchSteps.RefuseAsync(db, batch, BatchState.Stale, refusal, ct);
                        jobs.Add(db, new ClearStaged(batch.Id));
                    },
                    ct);
            }
        }

        public async Task GivenUpAsync(ShopDb db, ApplyBatch payload, CancellationToken ct)
        {
            if (await BatchSteps.PutBackAsync(db, payload.BatchId, payload.Round, (BatchState.Applying, BatchState.Planned), BatchProblems.WriteFailed, ct))
            {
                jobs.Add(db, new ClearStaged(payload.BatchId));
            }
        }

        /// <returns>Null when all of it is written; else nothing is.</returns>
        private async Task<Problem?> RefusalAsync(ProductBatch batch, JobLease lease, CancellationToken ct)
        {
            try
            {
                var problem = await StageAsync(batch, lease, ct) ? (await lease.CompleteAsync(db => WriteAsync(db, batch, ct), ct)).Problem : ProductProblems.Changed;
                return problem == ProductProblems.Changed ? BatchProblems.Stale : problem;
            }
            catch (DbException error) when (error.IsDuplicate())
            {
                // Somebody has made a product with one of the SKUs or addresses since.
                return BatchProblems.Stale;
            }
        }

        /// <returns>False when a product is no longer as the dry run has seen it.</returns>
        private async Task<bool> StageAsync(ProductBatch batch, JobLease lease, CancellationToken ct)
        {
            for (var (after, done) = (0, 0); ;)
            {
                await using var reading = shop.Open();
                var rows = await BatchSteps.NextAsync(reading, reading.BatchRows.Where(r => r.BatchId == batch.Id && r.Outcome != RowOutcome.Wrong), after, ct);
                if (rows.Count == 0)
                {
                    return true;
                }

                if (rows.Exists(pair => pair.Row.Version != (pair.Product?.Version ?? 0)))
                {
                    return false;
                }

                foreach (var some in rows.Chunk(FileRows.WrittenAtOnce))
                {
                    (after, done) = (some[^1].Row.Number, done + some.Length);
                    if (!await StageAsync(batch.Id, [.. some.Select(pair => (pair.Row.Id, Wish(pair.Row, pair.Product)))], done, lease, ct))
                    {
                        return false;
                    }
                }
            }
        }

        private async Task<bool> StageAsync(long batchId, IReadOnlyList<(long RowId, ProductWish Wish)> wishes, int done, JobLease lease, CancellationToken ct)
        {
            await using var reading = shop.Open();
            var guarded = await many.GuardAsync(reading, batchId, wishes, ct);
            if (guarded.Refused.Count > 0)
            {
                return false;
            }

            await lease.CheckpointAsync(
                db =>
                {
                    guarded.Put(db);
                    return BatchSteps.ProgressAsync(db, batchId, done, ct);
                },
                ct);
            return true;
        }

        private async Task<Result<int>> WriteAsync(ShopDb db, ProductBatch batch, CancellationToken ct)
        {
            var by = new Actor(batch.AppliedBy!.Value, Roles.Staff);
            var written = await many.WriteAsync(db, by, batch.AccountId, batch.Id, batch.Kind == BatchKind.Import ? "catalog.imported" : "catalog.bulk_edited", Note(batch), ct);
            if (!written.Succeeded)
            {
                return written;
            }

            // What the dry run has shown, neither more nor less.
            if (written.Value != batch.Made + batch.Changed || !await BatchSteps.EndAsync(db, batch, BatchState.Applied, 0, ct))
            {
                return BatchProblems.Incomplete;
            }

            await db.Database.ExecuteSqlRawAsync(Applied, [batch.Id], ct);
            jobs.Add(db, new ClearStaged(batch.Id));
            return written;
        }

        private static ProductWish Wish(BatchRow row, Product? product)
        {
            var form = product is null ? new FieldForm() : ProductForm.Of(product);
            foreach (var change in row.ChangeList.Where(change => change.Field != ProductStates.Field))
            {
                form[change.Field] = change.After;
            }

            return new ProductWish(product, form, row.ChangeList.FirstOrDefault(change => change.Field == ProductStates.Field)?.After);
        }

        private static string Note(ProductBatch batch) => string.Create(
            CultureInfo.InvariantCulture, $"{batch.Made:N0} new, {batch.Changed:N0} changed, {batch.Wrong:N0} left out");

        private const string Applied = """
            UPDATE "ProductBatchRows" SET "ProductId" = s."ProductId", "AppliedVersion" = s."Version" + 1
            FROM "StagedProducts" AS s WHERE s."BatchId" = {0} AND s."RowId" = "ProductBatchRows"."Id"
            """;
    }
}
