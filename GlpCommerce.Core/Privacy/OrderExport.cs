using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Privacy;

/// <summary>Orders with everything that is kept about them, as they stand in a file for whoever placed them.</summary>
internal static class OrderExport
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static async Task<object> ReadAsync(ShopDb db, IQueryable<Order> of, CancellationToken ct)
    {
        var orders = await of.AsNoTracking().AsSplitQuery().Include(o => o.Lines).Include(o => o.Events).OrderBy(o => o.Id).ToListAsync(ct);
        var ids = orders.Select(o => o.Id).ToList();
        var emails = (await db.Emails.AsNoTracking().Where(e => ids.Contains(e.OrderId)).OrderBy(e => e.Id)
            .Select(e => new { Email = e, Words = db.Set<EmailCopy>().Where(c => c.EmailId == e.Id).Select(c => c.Text).SingleOrDefault() }).ToListAsync(ct)).ToLookup(e => e.Email.OrderId);
        var shipments = (await db.Shipments.AsNoTracking().Where(s => ids.Contains(s.OrderId)).ToListAsync(ct)).ToLookup(s => s.OrderId);
        var corrections = (await db.ParcelCorrections.AsNoTracking().Where(c => ids.Contains(c.OrderId)).OrderBy(c => c.Id).ToListAsync(ct)).ToLookup(c => c.OrderId);
        // What staff wrote down about somebody is about them too. Who wrote it is not.
        var notes = (await db.OrderNotes.AsNoTracking().Where(n => ids.Contains(n.OrderId)).OrderBy(n => n.Id).ToListAsync(ct)).ToLookup(n => n.OrderId);
        return orders.Select(o => new
        {
            o.Number, o.PlacedAt, o.Status, o.PaymentStatus, o.Email, o.Address, o.DiscountCode,
            SubtotalCents = o.Subtotal.Cents, DiscountCents = o.Discount.Cents, ShippingCents = o.Shipping.Cents, TaxCents = o.Tax.Cents, TotalCents = o.Total.Cents,
            Lines = o.Lines.Select(l => new { l.Sku, l.Name, l.Quantity, UnitPriceCents = l.UnitPrice.Cents, TaxCents = l.Tax.Cents, l.RefundedQuantity }),
            Steps = o.Events.OrderBy(e => e.Id).Select(e => new { e.Kind, e.Text, e.At }),
            Emails = emails[o.Id].Select(e => new { e.Email.Kind, e.Email.Subject, e.Email.SentAt, e.Words }),
            Shipments = shipments[o.Id].Select(s => new { s.Carrier, s.TrackingNumber, s.ShippedAt }),
            ShipmentsBeforeCorrection = corrections[o.Id].Select(c => new { Carrier = c.OldCarrier, TrackingNumber = c.OldTrackingNumber, CorrectedAt = c.At }),
            Notes = notes[o.Id].Select(n => new { n.Text, n.At }),
        }).ToList();
    }
}
