using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>A paper as a PDF.</summary>
/// <param name="Name">What the file is called.</param>
public sealed record Paper(string Name, byte[] Content);

/// <summary>What staff print of an order. Each printing is written down.</summary>
public sealed class OrderPapers(IShopDbFactory shop, OrderReceipts receipts, IReceiptTemplates templates, AuditLog audit, IOptions<ShopOptions> options)
{
    /// <param name="number">From the URL; anything at all.</param>
    /// <returns>Null when there is no such order, nobody has said where it goes, it is not paid or will not be sent, or the caller may not see it.</returns>
    public async Task<Paper?> PackingSlipAsync(string number, Actor by, CancellationToken ct = default)
    {
        // What is not paid, or will not be sent, is not packed.
        if (await FindAsync(number, by, ct) is not { Address: { } address, Status: OrderStatus.Confirmed or OrderStatus.Shipped or OrderStatus.Delivered } order)
        {
            return null;
        }

        await audit.NoteReadAsync(by, "order.packing_slip", $"order:{order.Id}", ct: ct);
        var slip = new PackingSlip(
            new Merchant(options.Value.LegalName, options.Value.Address, options.Value.ContactEmail), order.Number, order.PlacedAt, address.Lines(),
            [.. order.Lines.Where(l => l.RefundedQuantity < l.Quantity).Select(l => new PackingLine(l.Sku, l.Name, l.Quantity - l.RefundedQuantity))]);
        return new Paper($"packing-slip-{order.Number}.pdf", ReceiptPdf.Draw(slip, templates.Words));
    }

    /// <param name="number">From the URL; anything at all.</param>
    /// <returns>Null when there is no such order, it has no receipt, or the caller may not see it.</returns>
    public async Task<Paper?> ReceiptAsync(string number, Actor by, CancellationToken ct = default)
    {
        if (await FindAsync(number, by, ct) is not { } order
            || await receipts.OfAsync(order, ReceiptForm.Pdf, ct) is not { } receipt)
        {
            return null;
        }

        await audit.NoteReadAsync(by, "order.receipt", $"order:{order.Id}", ct: ct);
        return new Paper($"receipt-{order.Number}.pdf", receipt.Content);
    }

    private async Task<Order?> FindAsync(string number, Actor by, CancellationToken ct)
    {
        if (!by.May(Rights.SeeOrders) || StaffOrderFilter.IdOf(number) is not { } id)
        {
            return null;
        }

        await using var db = shop.Open();
        return await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Id)).SingleOrDefaultAsync(o => o.Id == id, ct);
    }
}
