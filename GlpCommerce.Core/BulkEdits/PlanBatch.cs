using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Looks what a batch would change. Nothing of the catalogue is written.</summary>
/// <param name="Round">Of which dry run: see <see cref="ProductBatch.Round"/>.</param>
public sealed record PlanBatch(long BatchId, int Round) : IJobPayload
{
    /// <summary>Two at once: each may run for minutes, and e-mails want places too.</summary>
    public static JobSpec Spec { get; } = new(
        "plan-batch", JobPriority.Low, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromMinutes(20), LongestDelay: TimeSpan.FromMinutes(1))
    {
        Passes = MediaTrouble.IsOutage, Patience = TimeSpan.FromDays(1), AtOnce = 2,
    };

    internal sealed class Handler(IShopDbFactory shop, FileRows files, EditRows edits) : IJobHandler<PlanBatch>, IGivenUpHandler<PlanBatch>
    {
        public async Task HandleAsync(PlanBatch payload, JobLease lease, CancellationToken ct)
        {
            if (await BatchSteps.FindAsync(shop, payload.BatchId, payload.Round, BatchState.Planning, ct) is not { } batch)
            {
                return;
            }

            await BatchSteps.ClearAsync(lease, batch.Id, ct);
            var skus = batch.Kind == BatchKind.Import ? await files.SkusAsync(batch, ct) : [];
            if (skus is null)
            {
                await lease.CompleteAsync(db => BatchSteps.RefuseAsync(db, batch, BatchState.New, BatchProblems.Gone, ct), ct);
                return;
            }

            var (notices, tally, awaited) = (new List<string>(), new Tally(), new AwaitedRows());
            var checks = new ManyChecks(skus.Contains);
            await foreach (var rows in batch.Kind == BatchKind.Import ? files.ReadAsync(batch, notices, ct) : edits.ReadAsync(batch, ct))
            {
                await CheckAsync(batch, checks, rows, ct);
                rows.ToList().ForEach(awaited.Add);
                foreach (var some in rows.Chunk(FileRows.WrittenAtOnce))
                {
                    tally.Add(some);
                    await lease.CheckpointAsync(db => KeepAsync(db, batch.Id, some, tally.All, ct), ct);
                }
            }

            foreach (var some in awaited.Fallen().Chunk(FileRows.WrittenAtOnce))
            {
                tally.Move(some);
                await lease.CheckpointAsync(db => FallAsync(db, batch, some, ct), ct);
            }

            await lease.CompleteAsync(db => EndAsync(db, batch, tally, notices, ct), ct);
        }

        public Task GivenUpAsync(ShopDb db, PlanBatch payload, CancellationToken ct) =>
            BatchSteps.PutBackAsync(db, payload.BatchId, payload.Round, (BatchState.Planning, BatchState.New), BatchProblems.CheckFailed, ct);

        private async Task CheckAsync(ProductBatch batch, ManyChecks checks, IReadOnlyList<PlannedRow> rows, CancellationToken ct)
        {
            var order = batch.Kind == BatchKind.Import ? ImportOrder.Of(batch) : null;
            var good = rows.Where(row => row.Problems.Count == 0).ToList();
            await using var db = shop.Open();
            await checks.RunAsync(db, good.ConvertAll(row => row.Wish!), ct);
            foreach (var row in good)
            {
                row.Problems.AddRange(row.Wish!.Problems.Select(problem => new RowProblem(
                    problem.Field is not { } field ? null : order?.ColumnOf(field) ?? ProductFields.Named(field)?.Title, problem.Message)));
            }
        }

        private static Task<int> KeepAsync(ShopDb db, long batchId, PlannedRow[] rows, int done, CancellationToken ct)
        {
            db.BatchRows.AddRange(rows.Where(row => row.Outcome is not null).Select(row => row.ToRow(batchId)));
            return db.ProductBatches.Where(b => b.Id == batchId).ExecuteUpdateAsync(set => set.SetProperty(b => b.Done, done), ct);
        }

        private static async Task FallAsync(ShopDb db, ProductBatch batch, FallenRow[] rows, CancellationToken ct)
        {
            var column = ImportOrder.Of(batch).ColumnOf("related");
            foreach (var row in rows)
            {
                var problems = JsonSerializer.Serialize<RowProblem[]>([new(column, $"The row of {row.Missing} in this file is wrong, so that product does not come.")]);
                await db.BatchRows.Where(r => r.BatchId == batch.Id && r.Number == row.Number).ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.Outcome, RowOutcome.Wrong).SetProperty(r => r.Changes, "[]").SetProperty(r => r.Problems, problems), ct);
            }
        }

        private static Task<int> EndAsync(ShopDb db, ProductBatch batch, Tally tally, List<string> notices, CancellationToken ct)
        {
            var text = JsonSerializer.Serialize(notices);
            return db.ProductBatches.Where(b => b.Id == batch.Id && b.Round == batch.Round && b.State == batch.State).ExecuteUpdateAsync(set => set
                .SetProperty(b => b.State, BatchState.Planned).SetProperty(b => b.Rows, tally.All).SetProperty(b => b.Made, tally.Made).SetProperty(b => b.Changed, tally.Changed)
                .SetProperty(b => b.Unchanged, tally.Unchanged).SetProperty(b => b.Wrong, tally.Wrong).SetProperty(b => b.Notices, text), ct);
        }
    }

    private sealed class Tally
    {
        public int All { get; private set; }
        public int Made { get; private set; }
        public int Changed { get; private set; }
        public int Unchanged { get; private set; }
        public int Wrong { get; private set; }

        /// <summary>Counts rows as wrong that were counted as good.</summary>
        public void Move(FallenRow[] rows)
        {
            Made -= rows.Count(row => row.Outcome == RowOutcome.New);
            Changed -= rows.Count(row => row.Outcome == RowOutcome.Changed);
            Wrong += rows.Length;
        }

        public void Add(PlannedRow[] rows)
        {
            All += rows.Length;
            Made += rows.Count(row => row.Outcome == RowOutcome.New);
            Changed += rows.Count(row => row.Outcome == RowOutcome.Changed);
            Unchanged += rows.Count(row => row.Outcome is null);
            Wrong += rows.Count(row => row.Outcome == RowOutcome.Wrong);
        }
    }
}
