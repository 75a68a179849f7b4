using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Inventory;

/// <summary>A delivery or a correction.</summary>
/// <param name="Key">Says that two requests are one; up to 128 letters, digits, dashes and underscores.</param>
/// <param name="Delta">Units added (positive) or taken (negative); never 0, and a delivery only adds.</param>
/// <param name="Reason">Up to 200 characters.</param>
public sealed record AdjustStock(string Key, int ProductId, int Delta, string Reason, bool IsDelivery = false);

/// <summary>What somebody has counted on the shelf.</summary>
/// <param name="Key">Says that two requests are one, as for <see cref="AdjustStock"/>.</param>
/// <param name="Counted">Units that are there.</param>
/// <param name="Shown">Units on hand as the shop showed them to whoever counted.</param>
/// <param name="Note">Why it differs; may be empty.</param>
public sealed record CountStock(string Key, int ProductId, int Counted, int Shown, string? Note = null);

/// <summary>What there is of a product.</summary>
public sealed record StockLevel(int OnHand, int Reserved)
{
    public int Available => OnHand - Reserved;
}

/// <summary>Changes stock by hand. Nothing is overwritten: every change is a row that explains the number it led to.</summary>
public sealed class StockEditor(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    /// <summary>More than this of one product is a slip of the finger.</summary>
    public const int Most = 1_000_000;
    private const int LongestReason = 200;

    /// <summary>
    /// Adds or takes units. Repeating the request changes nothing; units promised to open orders cannot be taken away.
    /// </summary>
    /// <returns>What there is afterwards, or <c>staff.not_allowed</c>, <c>stock.adjustment_invalid</c>, <c>stock.unknown</c>, <c>stock.promised</c>,
    /// <c>stock.too_many</c>, <c>idempotency.mismatch</c>.</returns>
    public async Task<Result<StockLevel>> AdjustAsync(AdjustStock request, Actor by, CancellationToken ct = default)
    {
        if ((by.Refuse(Rights.HandleStock) ?? Malformed(request)) is { } problem)
        {
            return problem;
        }

        try
        {
            return await shop.InTransactionAsync(db => AdjustAsync(db, request, by, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // The same request won the race on another connection.
            return await shop.InTransactionAsync(db => AdjustAsync(db, request, by, ct), ct);
        }
    }

    /// <summary>
    /// Sets what is on hand to what was counted, as a correction. A count that agrees changes nothing. One that was made against a
    /// number which has moved since is refused: what was sold meanwhile would be taken off twice.
    /// </summary>
    /// <returns>As <see cref="AdjustAsync(AdjustStock, Actor, CancellationToken)"/>, or <c>stock.moved</c>.</returns>
    public async Task<Result<StockLevel>> CountAsync(CountStock count, Actor by, CancellationToken ct = default)
    {
        if ((by.Refuse(Rights.HandleStock) ?? Malformed(count)) is { } problem)
        {
            return problem;
        }

        try
        {
            return await shop.InTransactionAsync(db => CountAsync(db, count, by, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            return await shop.InTransactionAsync(db => CountAsync(db, count, by, ct), ct);
        }
    }

    private async Task<Result<StockLevel>> CountAsync(ShopDb db, CountStock count, Actor by, CancellationToken ct)
    {
        var stock = db.Stock.Where(s => s.ProductId == count.ProductId);
        if (await stock.Select(s => new StockLevel(s.OnHand, s.Reserved)).SingleOrDefaultAsync(ct) is not { } now)
        {
            return Unknown;
        }

        // What agrees is left alone, and so is the same count when it comes again.
        return now.OnHand == count.Counted ? now
            : now.OnHand != count.Shown ? Moved(count.Shown, now.OnHand)
            : await AdjustAsync(db, Correction(count), count.Shown, by, ct);
    }

    private static AdjustStock Correction(CountStock count) =>
        new(count.Key, count.ProductId, count.Counted - count.Shown, string.Create(CultureInfo.InvariantCulture, $"Counted {count.Counted:N0}. {count.Note}"));

    /// <summary>As the other, inside the caller's transaction; the request has been looked at.</summary>
    internal Task<Result<StockLevel>> AdjustAsync(ShopDb db, AdjustStock request, Actor by, CancellationToken ct) => AdjustAsync(db, request, null, by, ct);

    /// <param name="before">Only where just so many are on hand; null for whatever there are.</param>
    private async Task<Result<StockLevel>> AdjustAsync(ShopDb db, AdjustStock request, int? before, Actor by, CancellationToken ct)
    {
        var stock = db.Stock.Where(s => s.ProductId == request.ProductId);
        if (await db.StockAdjustments.AsNoTracking().SingleOrDefaultAsync(a => a.Key == request.Key, ct) is { } known)
        {
            return known.ProductId == request.ProductId && known.Delta == request.Delta && known.Kind == KindOf(request)
                ? await LevelAsync(stock, ct)
                : new Problem("idempotency.mismatch", "This key was used for another change of stock.", nameof(request.Key));
        }

        var changed = await stock.Where(s => (before == null || s.OnHand == before) && s.OnHand + request.Delta >= s.Reserved && s.OnHand + request.Delta <= Most)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.OnHand + request.Delta), ct);
        if (changed == 0)
        {
            return await RefusalAsync(stock, request, before, ct);
        }

        var adjustment = await RecordAsync(db, request, by, ct);
        var level = await LevelAsync(stock, ct);
        await audit.AddAsync(db, by, request.IsDelivery ? "stock.received" : "stock.corrected", $"product:{request.ProductId}", $"adjustment {adjustment.Id}", ct);
        return level;
    }

    private async Task<StockAdjustment> RecordAsync(ShopDb db, AdjustStock request, Actor by, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var adjustment = new StockAdjustment
        {
            Key = request.Key,
            Kind = KindOf(request),
            ProductId = request.ProductId,
            Delta = request.Delta,
            Reason = Input.Line(request.Reason)!,
            AccountId = by.AccountId,
            At = now,
        };
        db.StockAdjustments.Add(adjustment);
        await db.SaveChangesAsync(ct);
        db.StockMovements.Add(new StockMovement
        {
            Kind = adjustment.Kind, SourceId = adjustment.Id, ProductId = request.ProductId, Delta = request.Delta, At = now,
        });
        await db.SaveChangesAsync(ct);
        return adjustment;
    }

    private static StockMovementKind KindOf(AdjustStock request) => request.IsDelivery ? StockMovementKind.Receipt : StockMovementKind.Correction;

    internal static Problem? Malformed(AdjustStock request) => request switch
    {
        _ when !Input.IsKey(request.Key) => Invalid("The key of this change cannot be used: letters, digits, dashes and underscores, up to 128.", nameof(request.Key)),
        { Delta: 0 } => Invalid("Say how many units came or went.", nameof(request.Delta)),
        { Delta: < -Most or > Most } => Invalid($"A change can be of {Most:N0} units at most.", nameof(request.Delta)),
        { IsDelivery: true, Delta: < 0 } => Invalid("A delivery can only add units.", nameof(request.Delta)),
        _ when Input.Line(request.Reason) is not { Length: <= LongestReason } => Invalid($"Say why, in up to {LongestReason} characters.", nameof(request.Reason)),
        _ => null,
    };

    private static Problem? Malformed(CountStock count) =>
        count.Counted is < 0 or > Most ? Invalid($"A count is from 0 to {Most:N0}.", nameof(count.Counted))
        : Malformed(Correction(count)) is { Field: not nameof(AdjustStock.Delta) } problem ? problem : null;

    private static async Task<Result<StockLevel>> RefusalAsync(IQueryable<StockItem> stock, AdjustStock request, int? before, CancellationToken ct)
    {
        if (await stock.AsNoTracking().SingleOrDefaultAsync(ct) is not { } now)
        {
            return Unknown;
        }

        if (before is { } shown && shown != now.OnHand)
        {
            // The same count may have come in between.
            return now.OnHand == shown + request.Delta ? new StockLevel(now.OnHand, now.Reserved) : Moved(shown, now.OnHand);
        }

        return request.Delta > 0
            ? new Problem("stock.too_many", $"There are {now.OnHand} on hand already; more than {Most:N0} of one product cannot be kept.", nameof(request.Delta))
            : new Problem("stock.promised", $"{now.OnHand} are on hand and {now.Reserved} of them are promised to orders, so {now.Available} can be taken away.", nameof(request.Delta));
    }

    private static async Task<Result<StockLevel>> LevelAsync(IQueryable<StockItem> stock, CancellationToken ct) =>
        await stock.Select(s => new StockLevel(s.OnHand, s.Reserved)).SingleAsync(ct);

    private static Problem Unknown => new("stock.unknown", "There is no product of this number.", nameof(AdjustStock.ProductId));

    private static Problem Moved(int shown, int now) => new(
        "stock.moved", $"{shown} were on hand when you began, and {now} are now: some were sold or written down meanwhile. Count once more, and save again.", nameof(CountStock.Counted));

    private static Problem Invalid(string message, string field) => new("stock.adjustment_invalid", message, field);
}
