using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Inventory;

/// <summary>A number that its rows do not explain.</summary>
/// <param name="What"><c>on hand</c>, <c>reserved</c> or <c>sold</c>.</param>
/// <param name="Stands">What the shop believes.</param>
/// <param name="Explained">What the rows add up to.</param>
public sealed record StockDifference(int ProductId, string What, int Stands, int Explained);

/// <summary>
/// Compares every number of the stock with the rows that explain it: on hand = opening + receipts − sold + returned − sent all the same ± corrections;
/// reserved = what open reservations hold; sold = what sold reservations took. Each comparison is one statement, so
/// that it sees one moment.
/// </summary>
public sealed partial class StockCheck(IShopDbFactory shop, ILogger<StockCheck> logger)
{
    /// <summary>The first difference (what is on hand, then what is reserved, then what was sold; each by product), or null when everything adds up. A difference is logged as an error.</summary>
    public async Task<StockDifference?> RunAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var first = await FirstAsync(OnHand(db), "on hand", ct) ?? await FirstAsync(Reserved(db), "reserved", ct) ?? await FirstAsync(Sold(db), "sold", ct);
        if (first is not null)
        {
            LogDifference(first.ProductId, first.What, first.Stands, first.Explained);
        }

        return first;
    }

    private static IQueryable<Comparison> OnHand(ShopDb db) => db.Stock.Select(s => new Comparison
    {
        ProductId = s.ProductId,
        Stands = s.OnHand,
        Explained = db.Set<StockMovement>().Where(m => m.ProductId == s.ProductId).Sum(m => m.Delta),
    });

    private static IQueryable<Comparison> Reserved(ShopDb db) => db.Stock.Select(s => new Comparison
    {
        ProductId = s.ProductId,
        Stands = s.Reserved,
        Explained = db.Set<Reservation>().Where(r => r.ProductId == s.ProductId && r.State == ReservationState.Held).Sum(r => r.Quantity),
    });

    private static IQueryable<Comparison> Sold(ShopDb db) => db.Stock.Select(s => new Comparison
    {
        ProductId = s.ProductId,
        Stands = -db.Set<StockMovement>().Where(m => m.ProductId == s.ProductId && m.Kind == StockMovementKind.Sale).Sum(m => m.Delta),
        Explained = db.Set<Reservation>().Where(r => r.ProductId == s.ProductId && r.State == ReservationState.Sold).Sum(r => r.Quantity),
    });

    private static async Task<StockDifference?> FirstAsync(IQueryable<Comparison> rows, string what, CancellationToken ct) =>
        await rows.Where(c => c.Stands != c.Explained).OrderBy(c => c.ProductId).FirstOrDefaultAsync(ct) is { } first
            ? new StockDifference(first.ProductId, what, first.Stands, first.Explained)
            : null;

    [LoggerMessage(LogLevel.Error, "The stock does not add up: product {ProductId}, {What} stands at {Stands}, but its rows add up to {Explained}")]
    private partial void LogDifference(int productId, string what, int stands, int explained);

    private sealed class Comparison
    {
        public int ProductId { get; init; }
        public int Stands { get; init; }
        public int Explained { get; init; }
    }
}
