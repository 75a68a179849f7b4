using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Carts;

/// <summary>
/// Changes carts. Nothing is reserved here: a product in a cart can be bought by somebody else first, and the cart then
/// says so. Every change is one short transaction, so two tabs add up instead of overwriting each other.
/// </summary>
public sealed class CartEditor(IShopDbFactory shop, DiscountBook discounts, TimeProvider clock)
{
    /// <summary>Puts units of a product in, on top of what is there.</summary>
    /// <returns>How many units of it are in the cart now.</returns>
    public async Task<Result<int>> AddAsync(string sessionId, int productId, int quantity, CancellationToken ct = default)
    {
        if (quantity is < 1 or > CartLimits.MaxQuantity)
        {
            return CartProblems.BadQuantity;
        }

        var key = Secrets.Hash(sessionId);
        try
        {
            return await shop.InTransactionAsync(db => AddAsync(db, key, productId, quantity, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Two first clicks at once: the other one made the cart or the line, so this one adds to it.
            return await shop.InTransactionAsync(db => AddAsync(db, key, productId, quantity, ct), ct);
        }
    }

    /// <summary>Sets a line's quantity; 0 takes it out.</summary>
    public async Task<Result<int>> SetAsync(string sessionId, long lineId, int quantity, CancellationToken ct = default)
    {
        if (quantity is < 0 or > CartLimits.MaxQuantity)
        {
            return CartProblems.BadQuantity;
        }

        var key = Secrets.Hash(sessionId);
        return await shop.InTransactionAsync(db => SetAsync(db, key, lineId, quantity, ct), ct);
    }

    /// <summary>Has the cart remember a discount code, in place of the one before. A code that does not count changes nothing.</summary>
    /// <param name="typed">What the shopper typed; anything at all.</param>
    /// <param name="accountId">Who is signed in; null for a guest.</param>
    public Task<Result<Discount>> UseCodeAsync(string sessionId, string? typed, long? accountId = null, CancellationToken ct = default)
    {
        var key = Secrets.Hash(sessionId);
        return shop.InTransactionAsync(db => UseCodeAsync(db, key, typed, accountId, ct), ct);
    }

    /// <summary>Has the cart forget its code; one without a code stays as it is.</summary>
    public async Task ForgetCodeAsync(string sessionId, CancellationToken ct = default)
    {
        var key = Secrets.Hash(sessionId);
        await using var db = shop.Open();
        await RememberAsync(db, key, null, ct);
    }

    private async Task<Result<Discount>> UseCodeAsync(ShopDb db, string key, string? typed, long? accountId, CancellationToken ct)
    {
        await db.HoldCartAsync(key, clock.GetUtcNow().UtcDateTime, ct);
        var lines = await db.Carts.Where(c => c.SessionKey == key && c.ClosedAt == null).SelectMany(c => c.Lines)
            .Join(db.Products, l => l.ProductId, p => p.Id, (l, p) => new { p.Price, l.Quantity }).ToListAsync(ct);
        if (lines.Count == 0)
        {
            return CartProblems.Empty;
        }

        var judged = await discounts.JudgeAsync(db, typed, Money.Sum(lines.Select(l => l.Price * l.Quantity)), accountId, ct);
        if (judged.Value is { } discount)
        {
            await RememberAsync(db, key, discount.Code, ct);
        }

        return judged;
    }

    private static Task<int> RememberAsync(ShopDb db, string key, string? code, CancellationToken ct) =>
        db.Carts.Where(c => c.SessionKey == key && c.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.DiscountCode, code), ct);

    private async Task<Result<int>> AddAsync(ShopDb db, string key, int productId, int quantity, CancellationToken ct)
    {
        var product = await db.Products.AsNoTracking().Include(p => p.Stock)
            .SingleOrDefaultAsync(p => p.Id == productId && p.IsPublished, ct);
        if (product is null)
        {
            return CartProblems.Gone;
        }

        var cart = await CartAsync(db, key, ct);
        var line = cart.Lines.SingleOrDefault(l => l.ProductId == productId);
        var wanted = (line?.Quantity ?? 0) + quantity;
        if (Refuse(cart, line, product, wanted) is { } problem)
        {
            return problem;
        }

        if (line is null)
        {
            cart.Lines.Add(line = new CartLine { ProductId = productId });
        }

        line.Quantity = wanted;
        line.PriceSeen = product.Price;
        await db.SaveChangesAsync(ct);
        return wanted;
    }

    private async Task<Cart> CartAsync(ShopDb db, string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.HoldCartAsync(key, now, ct) > 0)
        {
            return await db.Carts.Include(c => c.Lines).SingleAsync(c => c.SessionKey == key && c.ClosedAt == null, ct);
        }

        var cart = new Cart { SessionKey = key, CreatedAt = now, UpdatedAt = now };
        db.Carts.Add(cart);
        return cart;
    }

    private async Task<Result<int>> SetAsync(ShopDb db, string key, long lineId, int quantity, CancellationToken ct)
    {
        await db.HoldCartAsync(key, clock.GetUtcNow().UtcDateTime, ct);
        var line = await db.Carts.Where(c => c.SessionKey == key && c.ClosedAt == null)
            .SelectMany(c => c.Lines).SingleOrDefaultAsync(l => l.Id == lineId, ct);
        if (line is null)
        {
            return CartProblems.LineGone;
        }

        if (quantity == 0)
        {
            db.CartLines.Remove(line);
            await db.SaveChangesAsync(ct);
            return 0;
        }

        var product = await db.Products.AsNoTracking().Include(p => p.Stock).SingleAsync(p => p.Id == line.ProductId, ct);
        if (quantity > line.Quantity && quantity > product.Stock.Available)
        {
            return CartProblems.TooFew(product.Name, product.Stock.Available);
        }

        line.Quantity = quantity;
        line.PriceSeen = product.Price;
        await db.SaveChangesAsync(ct);
        return quantity;
    }

    private static Problem? Refuse(Cart cart, CartLine? line, Product product, int wanted) => wanted switch
    {
        > CartLimits.MaxQuantity => CartProblems.BadQuantity,
        _ when wanted > product.Stock.Available => CartProblems.TooFew(product.Name, product.Stock.Available),
        _ when line is null && cart.Lines.Count >= CartLimits.MaxLines => CartProblems.TooManyLines,
        _ => null,
    };
}
