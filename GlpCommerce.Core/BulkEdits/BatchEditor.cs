using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Edits many products as staff say: a dry run first, then all of it, and back again. Jobs do the work.</summary>
public sealed class BatchEditor
{
    /// <summary>In bytes.</summary>
    public const int LargestFile = CsvFile.Largest;

    private const int LongestTitle = 120;

    private readonly IShopDbFactory _shop;
    private readonly FileIntake _files;
    private readonly StaffProducts _products;
    private readonly JobQueue _jobs;
    private readonly TimeProvider _clock;

    internal BatchEditor(IShopDbFactory shop, FileIntake files, StaffProducts products, JobQueue jobs, TimeProvider clock) =>
        (_shop, _files, _products, _jobs, _clock) = (shop, files, products, jobs, clock);

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes a file in, to be looked at.</summary>
    /// <returns>The batch's id, or <c>staff.not_allowed</c>, or what is wrong with the file as <c>file.…</c>.</returns>
    public async Task<Result<long>> TakeAsync(Actor by, string name, Stream content, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditProducts) is { } refusal)
        {
            return refusal;
        }

        var key = $"imports/{Guid.NewGuid():N}.csv";
        var taken = await _files.TakeAsync(key, content, ct);
        if (taken.Value is not { } facts)
        {
            return taken.Problem!;
        }

        var order = new ImportOrder(facts.Header, facts.Sample, facts.Separator, FileColumns.Guess(facts.Header), new Dictionary<string, string>());
        return await AddAsync(by, BatchKind.Import, BatchState.New, Title(name), order, key, facts.Rows, ct);
    }

    /// <summary>Looks what one change of many products would do.</summary>
    /// <param name="title">The change in words.</param>
    /// <returns>The batch's id, or <c>staff.not_allowed</c>, <c>batch.change_invalid</c>, <c>batch.too_many</c>.</returns>
    public async Task<Result<long>> ChangeAsync(Actor by, EditOrder order, string title, CancellationToken ct = default)
    {
        if ((by.Refuse(Rights.EditProducts) ?? order.Change.Check()) is { } refusal)
        {
            return refusal;
        }

        var count = order.Ids?.Count ?? (await _products.ListAsync(order.Filter! with { Page = 0, PageSize = 1 }, ct)).Total;
        return count > CsvTable.MostRows ? BatchProblems.TooMany : await AddAsync(by, BatchKind.Edit, BatchState.Planning, Title(title), order, null, count, ct);
    }

    /// <summary>Makes the dry run, or makes it again.</summary>
    /// <param name="targets">What the columns of a file are taken as; null as before.</param>
    /// <param name="defaults">See <see cref="ImportOrder.Defaults"/>; null as before.</param>
    /// <returns>The batch's id, or <c>staff.not_allowed</c>, <c>batch.unknown</c>, <c>batch.busy</c>, <c>batch.no_sku</c>, <c>batch.column_twice</c>.</returns>
    public Task<Result<long>> PlanAsync(
        Actor by, long id, IReadOnlyList<string?>? targets = null, IReadOnlyDictionary<string, string>? defaults = null, CancellationToken ct = default) =>
        MoveAsync(by, id, async (db, batch) =>
        {
            var order = batch.Order;
            if (batch.Kind == BatchKind.Import)
            {
                var import = ImportOrder.Of(batch);
                import = import with { Targets = targets ?? import.Targets, Defaults = defaults ?? import.Defaults };
                if (import.Check() is { } problem)
                {
                    return problem;
                }

                order = JsonSerializer.Serialize(import);
            }

            BatchState[] from = [BatchState.New, BatchState.Planned, BatchState.Stale];
            _jobs.Add(db, new PlanBatch(id, batch.Round + 1));
            return await MovedAsync(db, batch, from, set => set.SetProperty(b => b.State, BatchState.Planning).SetProperty(b => b.Round, batch.Round + 1)
                .SetProperty(b => b.Order, order).SetProperty(b => b.Done, 0).SetProperty(b => b.Trouble, (string?)null), ct);
        }, ct);

    /// <summary>Does what the dry run shows.</summary>
    /// <param name="round">The dry run that was read.</param>
    /// <param name="leaveOutWrong">Whether rows that are wrong are left out, which somebody has to say.</param>
    /// <returns>The batch's id, or <c>staff.not_allowed</c>, <c>batch.unknown</c>, <c>batch.not_planned</c>, <c>batch.rows_wrong</c>, <c>batch.nothing_to_do</c>, <c>batch.busy</c>.</returns>
    public Task<Result<long>> ApplyAsync(Actor by, long id, int round, bool leaveOutWrong, CancellationToken ct = default) =>
        MoveAsync(by, id, async (db, batch) =>
        {
            if (batch.State != BatchState.Planned || batch.Round != round)
            {
                return batch.State is BatchState.Applying or BatchState.Applied ? BatchProblems.Busy : BatchProblems.NotPlanned;
            }

            if ((batch.Wrong > 0 && !leaveOutWrong) || batch.Made + batch.Changed == 0)
            {
                return batch.Made + batch.Changed == 0 ? BatchProblems.NothingToDo : BatchProblems.RowsWrong(batch.Wrong);
            }

            var now = Now;
            _jobs.Add(db, new ApplyBatch(id, round));
            return await MovedAsync(db, batch, [BatchState.Planned], set => set.SetProperty(b => b.State, BatchState.Applying).SetProperty(b => b.Done, 0)
                .SetProperty(b => b.AppliedBy, by.AccountId).SetProperty(b => b.AppliedAt, now).SetProperty(b => b.Trouble, (string?)null), ct);
        }, ct);

    /// <summary>Puts back what the batch has changed; see <see cref="UndoBatch"/>.</summary>
    /// <returns>The batch's id, or <c>staff.not_allowed</c>, <c>batch.unknown</c>, <c>batch.not_applied</c>, <c>batch.undone</c>, <c>batch.too_old</c>, <c>batch.busy</c>.</returns>
    public Task<Result<long>> UndoAsync(Actor by, long id, CancellationToken ct = default) =>
        MoveAsync(by, id, async (db, batch) =>
        {
            if (batch.State != BatchState.Applied)
            {
                return batch.State switch { BatchState.Undone => BatchProblems.UndoneAlready, BatchState.Undoing or BatchState.Applying => BatchProblems.Busy, _ => BatchProblems.NotApplied };
            }

            var now = Now;
            if (batch.AppliedAt <= now - ProductBatch.Kept)
            {
                return BatchProblems.TooOld;
            }

            _jobs.Add(db, new UndoBatch(id, batch.Round));
            return await MovedAsync(db, batch, [BatchState.Applied], set => set.SetProperty(b => b.State, BatchState.Undoing).SetProperty(b => b.Done, 0)
                .SetProperty(b => b.UndoneBy, by.AccountId).SetProperty(b => b.UndoneAt, now).SetProperty(b => b.Trouble, (string?)null), ct);
        }, ct);

    private static string Title(string text)
    {
        var line = Input.Line(text.Length > LongestTitle * 4 ? text[^LongestTitle..] : text) ?? "";
        return line == "" ? "products.csv" : Input.Cut(line, LongestTitle);
    }

    private Task<Result<long>> AddAsync<T>(Actor by, BatchKind kind, BatchState state, string title, T order, string? key, int rows, CancellationToken ct) =>
        _shop.InTransactionAsync<Result<long>>(
            async db =>
            {
                var batch = new ProductBatch
                {
                    Kind = kind, State = state, Title = title, FileKey = key, Order = JsonSerializer.Serialize(order), Rows = rows, AccountId = by.AccountId, CreatedAt = Now,
                };
                db.ProductBatches.Add(batch);
                await db.SaveChangesAsync(ct);
                if (state == BatchState.Planning)
                {
                    _jobs.Add(db, new PlanBatch(batch.Id, batch.Round));
                    await db.SaveChangesAsync(ct);
                }

                return batch.Id;
            },
            ct);

    private async Task<Result<long>> MoveAsync(Actor by, long id, Func<ShopDb, ProductBatch, Task<Problem?>> move, CancellationToken ct)
    {
        if (by.Refuse(Rights.EditProducts) is { } refusal)
        {
            return refusal;
        }

        return await _shop.InTransactionAsync<Result<long>>(
            async db =>
            {
                if (await db.ProductBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.State != BatchState.Forgotten, ct) is not { } batch)
                {
                    return BatchProblems.Unknown;
                }

                if (await move(db, batch) is { } problem)
                {
                    return problem;
                }

                await db.SaveChangesAsync(ct);
                return id;
            },
            ct);
    }

    /// <summary>Moves the batch on, unless somebody else did.</summary>
    private static async Task<Problem?> MovedAsync(ShopDb db, ProductBatch batch, BatchState[] from, Action<UpdateSettersBuilder<ProductBatch>> set, CancellationToken ct) =>
        await db.ProductBatches.Where(b => b.Id == batch.Id && b.Round == batch.Round && from.Contains(b.State)).ExecuteUpdateAsync(set, ct) == 1 ? null : BatchProblems.Busy;
}
