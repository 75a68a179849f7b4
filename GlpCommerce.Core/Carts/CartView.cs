using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Core.Carts;

/// <summary>A cart as it would be bought right now: today's prices, today's stock.</summary>
/// <param name="Id">Null while nothing was ever put in.</param>
/// <param name="DiscountCode">The code it remembers, whether that counts or not.</param>
/// <param name="DiscountProblem">Why the code does not count now, or null; the totals are then without it.</param>
public sealed record CartView(
    Guid? Id, IReadOnlyList<CartLineView> Lines, Totals Totals, string? DiscountCode = null, Problem? DiscountProblem = null)
{
    public int Count => Lines.Sum(line => line.Quantity);

    public bool IsEmpty => Lines.Count == 0;

    /// <summary>Whether every line could be bought as it stands.</summary>
    public bool CanBeOrdered => !IsEmpty && Lines.All(line => line.Problem is null);

    /// <summary>What the lines are, for the price list.</summary>
    public static IReadOnlyList<PricedItem> Priced(IEnumerable<CartLineView> lines) =>
        [.. lines.Select(line => new PricedItem(line.Product.Id, TaxClasses.Of(line.Product.Kind), line.Product.Price, line.Quantity))];
}

/// <summary>One line of a cart.</summary>
/// <param name="PriceSeen">The price when it was put in; it differs from the product's when that has changed since.</param>
/// <param name="Problem">Why it cannot be bought as it stands, or null.</param>
public sealed record CartLineView(long Id, ProductCard Product, int Quantity, Money PriceSeen, Problem? Problem)
{
    public Money LineTotal => Product.Price * Quantity;

    public bool PriceChanged => PriceSeen != Product.Price;
}

/// <summary>How a kind of product is taxed.</summary>
public static class TaxClasses
{
    public static TaxClass Of(ProductKind kind) => kind switch
    {
        ProductKind.Food => TaxClass.Food,
        ProductKind.Supplement => TaxClass.Supplement,
        _ => TaxClass.General,
    };
}
