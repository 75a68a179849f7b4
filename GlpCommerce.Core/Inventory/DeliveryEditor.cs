using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Inventory;

/// <summary>Units that a supplier is to send.</summary>
/// <param name="Note">Such as the supplier's number; up to 150 characters, or null.</param>
public sealed record ExpectDelivery(int ProductId, int Quantity, DateOnly ExpectedOn, string? Note);

/// <summary>What is to come from suppliers: expected, received in one part or several, or cancelled.</summary>
public sealed class DeliveryEditor(IShopDbFactory shop, StockEditor stock, AuditLog audit, TimeProvider clock)
{
    internal const int LongestNote = 150;

    private const int FarthestDays = 730;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <returns>The delivery's id, or <c>staff.not_allowed</c>, <c>delivery.invalid</c>, <c>stock.unknown</c>.</returns>
    public async Task<Result<long>> ExpectAsync(ExpectDelivery request, Actor by, CancellationToken ct = default) =>
        (by.Refuse(Rights.HandleStock) ?? Malformed(request)) is { } problem ? problem : await shop.InTransactionAsync(db => ExpectAsync(db, request, by, ct), ct);

    /// <summary>
    /// Puts on the shelf what came, as a delivery of the stock's ledger. Repeating the request changes nothing; fewer units than
    /// expected leave the rest awaited, and more are taken once somebody has said that so many came.
    /// </summary>
    /// <param name="key">Says that two requests are one; up to 128 letters, digits, dashes and underscores.</param>
    /// <param name="moreIsMeant">Whether more than is still to come is no slip of the hand.</param>
    /// <returns>What there is afterwards, or <c>staff.not_allowed</c>, <c>delivery.unknown</c>, <c>delivery.closed</c>, <c>delivery.more</c>, <c>stock.adjustment_invalid</c>, <c>stock.too_many</c>, <c>idempotency.mismatch</c>.</returns>
    public async Task<Result<StockLevel>> ReceiveAsync(long deliveryId, int units, string key, Actor by, bool moreIsMeant = false, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleStock) is { } refused)
        {
            return refused;
        }

        try
        {
            return await shop.InTransactionAsync(db => ReceiveAsync(db, deliveryId, units, key, by, moreIsMeant, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // The same request won the race on another connection.
            return await shop.InTransactionAsync(db => ReceiveAsync(db, deliveryId, units, key, by, moreIsMeant, ct), ct);
        }
    }

    /// <summary>What has not come will not come. Repeating it changes nothing.</summary>
    /// <returns>The delivery's id, or <c>staff.not_allowed</c>, <c>delivery.unknown</c>, <c>delivery.closed</c>.</returns>
    public async Task<Result<long>> CancelAsync(long deliveryId, Actor by, CancellationToken ct = default) =>
        by.Refuse(Rights.HandleStock) is { } refused ? refused : await shop.InTransactionAsync(db => CancelAsync(db, deliveryId, by, ct), ct);

    private async Task<Result<long>> ExpectAsync(ShopDb db, ExpectDelivery request, Actor by, CancellationToken ct)
    {
        if (!await db.Stock.AnyAsync(s => s.ProductId == request.ProductId, ct))
        {
            return DeliveryProblems.NoProduct;
        }

        var delivery = new ExpectedDelivery
        {
            ProductId = request.ProductId, Quantity = request.Quantity, ExpectedOn = request.ExpectedOn, Note = Input.Line(request.Note), CreatedAt = Now, AccountId = by.AccountId,
        };
        db.ExpectedDeliveries.Add(delivery);
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, by, "delivery.expected", $"delivery:{delivery.Id}", $"product {delivery.ProductId}", ct);
        return delivery.Id;
    }

    private async Task<Result<StockLevel>> ReceiveAsync(ShopDb db, long deliveryId, int units, string key, Actor by, bool moreIsMeant, CancellationToken ct)
    {
        // Held before the key is looked for: whoever sends the same request waits here, and then finds it done.
        await db.ExpectedDeliveries.Where(d => d.Id == deliveryId).ExecuteUpdateAsync(set => set.SetProperty(d => d.Received, d => d.Received), ct);
        if (await db.ExpectedDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, ct) is not { } delivery)
        {
            return DeliveryProblems.Unknown;
        }

        var request = new AdjustStock(key, delivery.ProductId, units, ReasonOf(delivery), IsDelivery: true);
        if (StockEditor.Malformed(request) is { } problem)
        {
            return problem;
        }

        if (await db.StockAdjustments.AnyAsync(a => a.Key == key, ct))
        {
            return await stock.AdjustAsync(db, request, by, ct);
        }

        if (delivery.ClosedAt is null && units > delivery.Left && !moreIsMeant)
        {
            return DeliveryProblems.MoreThan(delivery, units);
        }

        return await CountInAsync(db, deliveryId, units, ct) ? await stock.AdjustAsync(db, request, by, ct) : DeliveryProblems.Closed;
    }

    private static string ReasonOf(ExpectedDelivery delivery) => delivery.Note is { } note ? $"Expected delivery {delivery.Id}: {note}" : $"Expected delivery {delivery.Id}";

    /// <summary>It is closed once all has come.</summary>
    private async Task<bool> CountInAsync(ShopDb db, long deliveryId, int units, CancellationToken ct)
    {
        DateTime? now = Now;
        return await db.ExpectedDeliveries.Where(d => d.Id == deliveryId && d.ClosedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.ClosedAt, d => d.Received + units >= d.Quantity ? now : null).SetProperty(d => d.Received, d => d.Received + units), ct) == 1;
    }

    private async Task<Result<long>> CancelAsync(ShopDb db, long deliveryId, Actor by, CancellationToken ct)
    {
        DateTime? now = Now;
        if (await db.ExpectedDeliveries.Where(d => d.Id == deliveryId && d.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ClosedAt, now).SetProperty(d => d.IsCancelled, true), ct) == 1)
        {
            await audit.AddAsync(db, by, "delivery.cancelled", $"delivery:{deliveryId}", ct: ct);
            return deliveryId;
        }

        return await db.ExpectedDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, ct) switch
        {
            null => DeliveryProblems.Unknown,
            { IsCancelled: true } => deliveryId,
            _ => DeliveryProblems.Closed,
        };
    }

    private Problem? Malformed(ExpectDelivery request)
    {
        // A day that has ended in London goes on in Honolulu.
        var today = DateOnly.FromDateTime(Now);
        return request switch
        {
            { Quantity: < 1 or > StockEditor.Most } => Invalid($"Say how many units are to come, 1 to {StockEditor.Most:N0}.", nameof(request.Quantity)),
            _ when request.ExpectedOn < today.AddDays(-1) || request.ExpectedOn > today.AddDays(FarthestDays) =>
                Invalid("Say on which day it is to come, today or within two years.", nameof(request.ExpectedOn)),
            _ when Input.Line(request.Note) is { Length: > LongestNote } => Invalid($"A note has up to {LongestNote} characters.", nameof(request.Note)),
            _ => null,
        };
    }

    private static Problem Invalid(string message, string field) => new("delivery.invalid", message, field);
}

public static class DeliveryProblems
{
    public static readonly Problem NoProduct = new("stock.unknown", "There is no product of this SKU.", nameof(ExpectDelivery.ProductId));

    public static readonly Problem Unknown = new("delivery.unknown", "There is no such delivery.");

    public static readonly Problem Closed = new("delivery.closed", "This delivery has come already, or was cancelled. What comes all the same is a delivery by itself.");

    /// <summary>More came than was ordered, or somebody has mistyped.</summary>
    public static readonly Problem More = new("delivery.more", "This is more than was ordered. If that many came, say so once more.", nameof(AdjustStock.Delta));

    internal static Problem MoreThan(ExpectedDelivery delivery, int units) => More with
    {
        Message = delivery.Received == 0
            ? $"You ordered {delivery.Quantity:N0}, and typed {units:N0}. If that many came, say so once more."
            : $"You ordered {delivery.Quantity:N0}, of which {delivery.Received:N0} came before, and typed {units:N0}. If that many came now, say so once more.",
    };
}
