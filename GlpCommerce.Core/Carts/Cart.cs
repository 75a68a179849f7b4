using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Carts;

/// <summary>What one browser (or API client) wants to buy. Placing an order closes it; the session then gets a new one.</summary>
public sealed class Cart
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The hash of the secret session id: the id itself is only in the browser.</summary>
    public required string SessionKey { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTime? ClosedAt { get; init; }

    /// <summary>The discount code the shopper entered; whether it still counts is seen when the cart is priced.</summary>
    public string? DiscountCode { get; set; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }
    public List<CartLine> Lines { get; init; } = [];
}

/// <summary>One product in a cart, once. It keeps no price: what is charged is read when the order is placed.</summary>
public sealed class CartLine
{
    public long Id { get; init; }
    public Guid CartId { get; init; }
    public int ProductId { get; init; }
    public int Quantity { get; set; }

    /// <summary>The price when it was put in, to tell the shopper about a change.</summary>
    public Money PriceSeen { get; set; }
}

/// <summary>What a cart can hold.</summary>
public static class CartLimits
{
    public const int MaxQuantity = 99;
    public const int MaxLines = 50;
}
