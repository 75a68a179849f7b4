using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Orders;

/// <summary>An order as it stands in a list of one's own.</summary>
/// <param name="FirstProduct">The name of its first line.</param>
/// <param name="Products">How many different products.</param>
public sealed record PastOrder(string PublicId, string Number, DateTime PlacedAt, OrderStatus Status, Money Total, string FirstProduct, int Products);

/// <summary>One page of an account's orders, newest first.</summary>
/// <param name="Page">The page that it is; the last one where fewer were there than was asked for.</param>
public sealed record OrderHistoryPage(IReadOnlyList<PastOrder> Orders, int Page, int PageCount);

/// <summary>The orders of an account, for its holder.</summary>
public sealed class OrderHistory(IShopDbFactory shop)
{
    public const int PageSize = 10;

    /// <param name="page">From the URL; anything at all.</param>
    public async Task<OrderHistoryPage> OfAsync(long accountId, int page, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var own = db.Orders.Where(o => o.AccountId == accountId);
        var pages = Math.Max(1, (await own.CountAsync(ct) + PageSize - 1) / PageSize);
        var shown = Math.Clamp(page, 1, pages);
        var orders = await own.OrderByDescending(o => o.Id).Skip((shown - 1) * PageSize).Take(PageSize)
            .Select(o => new PastOrder(o.PublicId, Order.NumberOf(o.Id), o.PlacedAt, o.Status, o.Total, o.Lines.OrderBy(l => l.Id).First().Name, o.Lines.Count))
            .ToListAsync(ct);
        return new OrderHistoryPage(orders, shown, pages);
    }
}
