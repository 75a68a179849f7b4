using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>All that is written about one order's money and stock, compared with each other.</summary>
internal sealed class MoneyBooks(TestShop shop, long orderId)
{
    private List<LedgerRow> _ledger = [];
    private List<MovementRow> _movements = [];

    public async Task AgreeAsync()
    {
        await using var db = shop.Db();
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).Include(o => o.Events).SingleAsync(o => o.Id == orderId);
        var attempts = await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == orderId).ToListAsync();
        var ledger = await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == orderId).OrderBy(e => e.Id).ToListAsync();
        var refunds = await db.Refunds.AsNoTracking().Include(r => r.Lines).Where(r => r.OrderId == orderId).ToListAsync();
        var reservations = await db.Reservations.AsNoTracking().Where(r => r.OrderId == orderId).ToListAsync();
        var products = order.Lines.Select(l => l.ProductId).ToList();
        var movements = await db.StockMovements.AsNoTracking().Where(m => products.Contains(m.ProductId)).OrderBy(m => m.Id).ToListAsync();
        var uses = await db.DiscountUses.AsNoTracking().Where(u => u.OrderId == orderId).ToListAsync();

        OnlyDeclaredMoves(order);
        _ledger = Grown(_ledger, ledger.Select(e => new LedgerRow(e.Id, e.AttemptId, e.Kind, e.Reference, e.Amount, e.Code, e.At)));
        _movements = Grown(_movements, movements.Select(m => new MovementRow(m.Id, m.Kind, m.SourceId, m.ProductId, m.Delta, m.At)));
        Assert.All(attempts, attempt => Counts(attempt, ledger, refunds));
        Assert.All(order.Lines, line => Counts(line, refunds));
        Assert.All(order.Lines, line => ComesBackOnce(order, line, refunds, reservations, movements));
        Says(order, new MoneyClerk(attempts, refunds, ledger));
        Holds(order, reservations);
        Assert.All(uses, use => Assert.Equal(order.Status is OrderStatus.Failed or OrderStatus.Cancelled ? DiscountUseState.GivenBack : DiscountUseState.Taken, use.State));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    /// <summary>Once every promise is kept, at most one payment is: that of an order that gives something for it.</summary>
    public async Task NothingUnearnedAsync()
    {
        await using var db = shop.Db();
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.Id == orderId);
        var clerk = await ClerkAsync(db);
        var earned = order.Status is OrderStatus.Confirmed or OrderStatus.Shipped or OrderStatus.Delivered ? 1 : 0;
        Assert.True(clerk.Kept.Count <= earned, $"{order.Status} keeps {clerk.Held}, of {clerk.Kept.Count} payments.");
    }

    /// <summary>What the shop has of the order's money.</summary>
    public async Task<Money> HeldAsync()
    {
        await using var db = shop.Db();
        return (await ClerkAsync(db)).Held;
    }

    private async Task<MoneyClerk> ClerkAsync(ShopDb db) => new(
        await db.PaymentAttempts.AsNoTracking().Where(a => a.OrderId == orderId).ToListAsync(),
        await db.Refunds.AsNoTracking().Where(r => r.OrderId == orderId).ToListAsync(),
        await db.PaymentLedger.AsNoTracking().Where(e => e.OrderId == orderId).ToListAsync());

    private static void OnlyDeclaredMoves(Order order)
    {
        var moves = order.Events.Where(e => e.Kind == OrderEventKind.Moved).OrderBy(e => e.Id).Select(e => e.Status).ToList();
        Assert.Equal((OrderStatus.Pending, order.Status), (moves[0], moves[^1]));
        Assert.All(moves.Zip(moves.Skip(1)), move => Assert.True(OrderMoves.IsDeclared(move.First, move.Second), $"{move}"));
    }

    /// <summary>Rows are only ever added.</summary>
    private static List<T> Grown<T>(List<T> before, IEnumerable<T> rows)
    {
        List<T> now = [.. rows];
        Assert.Equal(before, now.Take(before.Count));
        return now;
    }

    private static void Counts(PaymentAttempt attempt, List<LedgerEntry> ledger, List<Refund> refunds)
    {
        var facts = ledger.Where(e => e.AttemptId == attempt.Id).ToList();
        var promised = refunds.Where(r => r.AttemptId == attempt.Id).ToList();
        Assert.Equal(PaymentLedger.Captured(facts).Cents, attempt.CapturedCents);
        Assert.Equal(promised.Where(r => r.State != RefundState.Failed).Sum(r => r.Amount.Cents), attempt.RefundedCents);
        Assert.Equal(promised.Where(r => r.State == RefundState.Succeeded).Sum(r => r.Amount.Cents), PaymentLedger.Returned(facts).Cents);
        Assert.InRange(attempt.RefundedCents, 0, attempt.CapturedCents);
    }

    private static void Counts(OrderLine line, List<Refund> refunds)
    {
        var given = refunds.Where(r => r.State != RefundState.Failed).SelectMany(r => r.Lines).Where(l => l.OrderLineId == line.Id).Sum(l => l.Quantity);
        Assert.Equal(given, line.RefundedQuantity);
        Assert.InRange(line.RestockedQuantity, 0, line.Quantity);
        var back = Money.Sum(refunds.Where(r => r.State != RefundState.Failed).SelectMany(r => r.Lines).Where(l => l.OrderLineId == line.Id).Select(l => l.Amount));
        Assert.True(given < line.Quantity ? back <= line.Charged : back == line.Charged, $"{given} of {line.Quantity} units that cost {line.Charged} were {back}.");
    }

    /// <summary>Only what was sold comes back on the shelf, and each unit once; unless it is cancelled, as many as refunds left there.</summary>
    private static void ComesBackOnce(Order order, OrderLine line, List<Refund> refunds, List<Reservation> reservations, List<StockMovement> movements)
    {
        var returns = refunds.SelectMany(r => r.Lines).Where(l => l.OrderLineId == line.Id).Select(l => l.Id).ToHashSet();
        var back = movements.Where(m => m.ProductId == line.ProductId && m.Kind switch
        {
            StockMovementKind.Return => returns.Contains(m.SourceId),
            StockMovementKind.Cancellation or StockMovementKind.Resent => m.SourceId == line.Id,
            _ => false,
        }).Sum(m => m.Delta);
        var sold = reservations.Where(r => r.OrderLineId == line.Id && r.State == ReservationState.Sold).Sum(r => r.Quantity);
        Assert.InRange(back, 0, sold);
        var given = refunds.Where(r => r.State != RefundState.Failed).SelectMany(r => r.Lines).Where(l => l.OrderLineId == line.Id && l.Restocked).Sum(l => l.Quantity);
        Assert.True(order.Status == OrderStatus.Cancelled || back == given + line.RestockedQuantity, $"{back} are back, but {given} by refunds and {line.RestockedQuantity} by failed ones.");
    }

    /// <summary>The payment status is what a clerk reads in the books, and as much money is held as that status means.</summary>
    private static void Says(Order order, MoneyClerk clerk)
    {
        var isEndedUnpaid = order is { Status: OrderStatus.Cancelled, PaymentStatus: PaymentStatus.Canceled };
        Assert.Equal(isEndedUnpaid ? PaymentStatus.Canceled : clerk.Status, order.PaymentStatus);
        var (held, captured) = (clerk.Held, clerk.Captured);
        Assert.True(
            order.PaymentStatus switch
            {
                PaymentStatus.Disputed => captured > Money.Zero,
                PaymentStatus.Succeeded => clerk.IsAsAsked ? held >= order.Total : held > Money.Zero,
                PaymentStatus.PartiallyRefunded => held > Money.Zero && held < captured,
                PaymentStatus.Refunded => held == Money.Zero && captured > Money.Zero,
                _ => held == Money.Zero,
            },
            $"{order.PaymentStatus} holds {held} of {captured}.");
    }

    /// <summary>An order that waits has its units put aside; one that gives nothing holds none.</summary>
    private static void Holds(Order order, List<Reservation> reservations)
    {
        var (held, sold) = (Units(ReservationState.Held), Units(ReservationState.Sold));
        var wanted = order.Lines.Sum(l => l.Quantity);
        Assert.True(
            order.Status switch
            {
                OrderStatus.Pending => (held, sold) == (wanted, 0),
                OrderStatus.Failed => (held, sold) == (0, 0),
                OrderStatus.Cancelled => held == 0 && (sold == 0 || sold == wanted),
                _ => (held, sold) == (wanted, 0) || (held, sold) == (0, wanted),
            },
            $"{order.Status} holds {held} and has sold {sold} of {wanted}.");

        int Units(ReservationState state) => reservations.Where(r => r.State == state).Sum(r => r.Quantity);
    }

    private sealed record LedgerRow(long Id, long AttemptId, LedgerKind Kind, string Reference, Money Amount, string? Code, DateTime At);

    private sealed record MovementRow(long Id, StockMovementKind Kind, long SourceId, int ProductId, int Delta, DateTime At);
}
