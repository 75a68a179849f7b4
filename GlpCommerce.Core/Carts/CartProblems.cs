using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Carts;

/// <summary>What can stand in the way of buying, in words a tired person understands.</summary>
public static class CartProblems
{
    public static readonly Problem Empty = new("cart.empty", "Your cart is empty.");

    public static readonly Problem BadSession =
        new("session.invalid", "A session id is a secret of 16 to 128 letters, digits, dashes and underscores.", "sessionId");

    public static readonly Problem Gone = new("product.gone", "We no longer sell this product.");

    public static readonly Problem LineGone = new("line.gone", "This product is no longer in your cart.");

    public static readonly Problem TooManyLines =
        new("cart.full", $"A cart holds up to {CartLimits.MaxLines} different products. Take one out first, or place two orders.");

    public static readonly Problem BadQuantity =
        new("quantity.invalid", $"Choose a whole number from 1 to {CartLimits.MaxQuantity}.", "quantity");

    /// <param name="name">What was left out when two carts became one.</param>
    public static Problem NoRoomFor(string name) =>
        new("cart.full", $"A cart holds up to {CartLimits.MaxLines} different products, so {name} was left out.");

    /// <param name="units">How many were left out when two carts became one.</param>
    public static Problem TooMany(string name, int units) =>
        new("quantity.capped", $"A cart holds up to {CartLimits.MaxQuantity} of one product, so {units} of {name} {(units == 1 ? "was" : "were")} left out.");

    /// <param name="name">The product's name.</param>
    /// <param name="available">How many are left.</param>
    public static Problem TooFew(string name, int available) => available <= 0
        ? new("stock.short", $"{name} is sold out. Take it out, and the rest can be ordered.", "quantity")
        : new("stock.short", $"We have {available} of {name} left. Choose {available} or fewer.", "quantity");
}
