using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>Writes what staff want to tell each other about an order. Shoppers do not see it.</summary>
public sealed class NoteEditor(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    /// <param name="text">As typed; its lines are kept.</param>
    /// <returns>The order's id, <c>staff.not_allowed</c>, <c>note.invalid</c>, <c>order.unknown</c> or <c>order.erased</c>.</returns>
    public async Task<Result<long>> AddAsync(long orderId, string? text, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.HandleOrders) is { } refused)
        {
            return refused;
        }

        // Measured before it is cleaned, so that an enormous text costs nothing.
        var note = text?.Length > OrderNote.Longest * 2 ? "" : string.Join('\n', (text ?? "").Split('\n').Select(line => Input.Line(line) ?? "")).Trim();
        return note.Length is 0 or > OrderNote.Longest
            ? FulfilmentProblems.NoNote
            : await shop.InTransactionAsync(db => AddAsync(db, orderId, note, by, ct), ct);
    }

    private async Task<Result<long>> AddAsync(ShopDb db, long orderId, string note, Actor by, CancellationToken ct)
    {
        // It raises the order's version: whoever has the order open sees the note.
        if (!await OrderLedger.HoldAsync(db, orderId, ct))
        {
            return OrderProblems.Unknown;
        }

        if (await db.IsErasedAsync(orderId, ct))
        {
            return FulfilmentProblems.Erased;
        }

        db.OrderNotes.Add(new OrderNote { OrderId = orderId, AccountId = by.AccountId, Text = note, At = clock.GetUtcNow().UtcDateTime });
        await audit.AddAsync(db, by, "order.noted", $"order:{orderId}", ct: ct);
        return orderId;
    }
}
