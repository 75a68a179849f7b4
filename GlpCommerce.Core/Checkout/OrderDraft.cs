using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Core.Checkout;

/// <summary>An order as it would stand at this moment: prices, discount and tax are frozen on it, line by line.</summary>
internal sealed record OrderDraft(PlaceOrder Request, Cart Cart, IReadOnlyDictionary<int, Product> Products)
{
    public IReadOnlyList<PricedItem> Items { get; } =
        [.. Cart.Lines.OrderBy(l => l.Id).Select(l => new PricedItem(l.ProductId, TaxClasses.Of(Products[l.ProductId].Kind), Products[l.ProductId].Price, l.Quantity))];

    /// <summary>What the goods cost before the discount.</summary>
    public Money Goods => Money.Sum(Items.Select(item => item.LineTotal));

    public Order ToOrder(Totals totals, AccountKeys keys, DateTime now, DateTime expiresAt)
    {
        var publicId = Secrets.New(16);
        var order = new Order
        {
            PublicId = publicId,
            AccessTokenHash = Secrets.Hash(OrderKeys.AccessToken(Request, publicId, keys)),
            SessionKey = Cart.SessionKey,
            CartId = Cart.Id,
            IdempotencyKey = Request.IdempotencyKey,
            RequestHash = Request.IdempotencyKey is null ? null : Request.RequestHash(),
            Email = Request.Email,
            AccountId = Request.AccountId,
            Address = Request.Address,
            PaymentStatus = totals.Total == Money.Zero ? PaymentStatus.Succeeded : PaymentStatus.Pending,
            Subtotal = totals.Subtotal,
            Discount = totals.Discount,
            DiscountCode = totals.DiscountCode,
            Shipping = totals.Shipping,
            Tax = totals.Tax ?? Money.Zero,
            ShippingTax = totals.ShippingTax,
            Total = totals.Total,
            PlacedAt = now,
            ExpiresAt = expiresAt,
        };
        order.Lines.AddRange(Items.Select((item, i) => Line(item, totals.ItemDiscounts[i], totals.ItemTaxes[i])));
        order.Events.Add(new OrderEvent { Status = OrderStatus.Pending, Text = "Your products are put aside for you.", At = now });
        return order;
    }

    private OrderLine Line(PricedItem item, Money discount, Money tax) => new()
    {
        ProductId = item.ProductId,
        Sku = Products[item.ProductId].Sku,
        Name = Products[item.ProductId].Name,
        UnitPrice = item.UnitPrice,
        Quantity = item.Quantity,
        Discount = discount,
        Tax = tax,
    };
}
