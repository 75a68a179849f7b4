using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Carts;

/// <summary>Reads carts by their session's secret.</summary>
public sealed class CartQueries(IShopDbFactory shop, CatalogQueries catalog, RateBook rates, DiscountBook discounts)
{
    /// <param name="sessionId">The secret, or null for a browser that has none yet.</param>
    /// <param name="state">Where the parcel goes (two letters), if the shopper has said so.</param>
    /// <param name="accountId">Who is signed in, for the codes that count for an account; null for a guest.</param>
    public Task<CartView> GetAsync(string? sessionId, string? state = null, long? accountId = null, CancellationToken ct = default) =>
        TryAsync(sessionId, state, null, accountId, ct);

    /// <summary>The cart as it would be bought with another code than the one it remembers; it goes on remembering its own.</summary>
    /// <param name="code">What was typed, anything at all; null for the cart's own.</param>
    public async Task<CartView> TryAsync(string? sessionId, string? state, string? code, long? accountId, CancellationToken ct = default)
    {
        var prices = await rates.CurrentAsync(ct);
        if (sessionId is null)
        {
            return new CartView(null, [], prices.Add([], state));
        }

        var key = Secrets.Hash(sessionId);
        await using var db = shop.Open();
        var cart = await db.Carts.AsNoTracking().Include(c => c.Lines)
            .SingleOrDefaultAsync(c => c.SessionKey == key && c.ClosedAt == null, ct);
        return await ViewAsync(db, prices, cart, state, code ?? cart?.DiscountCode, accountId, ct);
    }

    /// <summary>What is in the cart, to leave out elsewhere.</summary>
    public async Task<IReadOnlySet<int>> ProductIdsAsync(string sessionId, CancellationToken ct = default)
    {
        var key = Secrets.Hash(sessionId);
        await using var db = shop.Open();
        return await db.Carts.Where(c => c.SessionKey == key && c.ClosedAt == null).SelectMany(c => c.Lines).Select(l => l.ProductId).ToHashSetAsync(ct);
    }

    /// <summary>How many units are in the cart, for the page's head.</summary>
    public async Task<int> CountAsync(string? sessionId, CancellationToken ct = default)
    {
        if (sessionId is null)
        {
            return 0;
        }

        var key = Secrets.Hash(sessionId);
        await using var db = shop.Open();
        return await db.Carts.Where(c => c.SessionKey == key && c.ClosedAt == null)
            .SelectMany(c => c.Lines).SumAsync(l => l.Quantity, ct);
    }

    private async Task<CartView> ViewAsync(
        ShopDb db, PriceList prices, Cart? cart, string? state, string? code, long? accountId, CancellationToken ct)
    {
        var lines = cart?.Lines.OrderBy(l => l.Id).ToList() ?? [];
        var products = (await catalog.ByIdsEvenUnpublishedAsync([.. lines.Select(l => l.ProductId)], ct)).ToDictionary(p => p.Id);
        var views = lines.Select(line => View(line, products[line.ProductId])).ToList();
        var judged = views.Count > 0 && code is not null
            ? await discounts.JudgeAsync(db, code, Money.Sum(views.Select(v => v.LineTotal)), accountId, ct) : default(Result<Discount>?);
        return new CartView(cart?.Id, views, prices.Add(CartView.Priced(views), state, judged?.Value), code, judged?.Problem);
    }

    private static CartLineView View(CartLine line, ProductCard product) =>
        new(line.Id, product, line.Quantity, line.PriceSeen, ProblemOf(line, product));

    private static Problem? ProblemOf(CartLine line, ProductCard product) => product switch
    {
        { IsPublished: false } => CartProblems.Gone,
        _ when product.Available < line.Quantity => CartProblems.TooFew(product.Name, product.Available),
        _ => null,
    };
}
