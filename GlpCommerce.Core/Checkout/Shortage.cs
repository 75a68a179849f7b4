using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>Says how much is left of what could not be put aside.</summary>
internal static class Shortage
{
    public static async Task<Problem> OfAsync(ShopDb db, int productId, CancellationToken ct) =>
        await OfAsync(db, await db.Products.AsNoTracking().SingleAsync(p => p.Id == productId, ct), ct);

    public static async Task<Problem> OfAsync(ShopDb db, Product product, CancellationToken ct)
    {
        var stock = await db.Stock.AsNoTracking().SingleAsync(s => s.ProductId == product.Id, ct);
        return CartProblems.TooFew(product.Name, stock.Available);
    }
}
