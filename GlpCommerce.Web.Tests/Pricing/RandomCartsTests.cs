using CsCheck;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Pricing;

namespace GlpCommerce.Web.Tests.Pricing;

/// <summary>100,000 carts with any lines, rates, parcels and codes: every cent is accounted for.</summary>
public sealed class RandomCartsTests
{
    private const int Carts = 100_000;

    private static readonly Gen<PricedItem> Item = Gen.Select(
        Gen.Int[1, 500], Gen.Enum<TaxClass>(), Gen.Frequency((1, Gen.Long[0, 3]), (4, Gen.Long[0, 50_000])), Gen.Int[1, 99],
        (id, kind, cents, quantity) => new PricedItem(id, kind, new Money(cents), quantity));

    private static readonly Gen<Discount?> Code = Gen.Frequency(
        (1, Gen.Const((Discount?)null)),
        (1, Gen.Const<Discount?>(new Discount(1, "ALL", DiscountKind.Percent, 10_000))),
        (4, Gen.Int[1, 10_000].Select(share => (Discount?)new Discount(1, "SHARE", DiscountKind.Percent, share))),
        (4, Gen.Int[1, 1_000_000].Select(cents => (Discount?)new Discount(1, "AMOUNT", DiscountKind.Fixed, cents))));

    /// <summary>Rates in thousandths of a percent, one for each class, and in cents what a parcel costs and when it is free.</summary>
    private static readonly Gen<(int[] Rates, int Parcel, int FreeOver)> Rules = Gen.Select(Gen.Int[0, 15_000].Array[4], Gen.Int[0, 2_000], Gen.Int[0, 20_000]);

    private static readonly Gen<(PricedItem[] Items, Discount? Code, (int[] Rates, int Parcel, int FreeOver) Rules)> Cart = Gen.Select(Item.Array[0, 8], Code, Rules);

    [Fact]
    public void The_total_is_the_sum_of_lines_less_the_discount_with_shipping_and_tax_and_never_negative() => Cart.Sample(
        cart =>
        {
            var totals = Add(cart.Items, cart.Code, cart.Rules);
            var lines = cart.Items.Sum(i => i.UnitPrice.Cents * i.Quantity);
            var parcel = cart.Items.Length == 0 || lines >= cart.Rules.FreeOver ? 0 : cart.Rules.Parcel;
            var tax = Enumerable.Range(0, cart.Items.Length).Sum(i =>
                Tax(cart.Rules.Rates[(int)cart.Items[i].TaxClass], cart.Items[i].LineTotal.Cents - totals.ItemDiscounts[i].Cents));
            var parcelTax = Tax(cart.Rules.Rates[(int)TaxClass.Shipping], parcel);
            return totals.Subtotal.Cents == lines
                && totals.Discount.Cents == Off(cart.Code, lines)
                && totals.Shipping.Cents == parcel
                && totals.ShippingTax.Cents == parcelTax
                && totals.Tax!.Value.Cents == tax + parcelTax
                && totals.Total.Cents == lines - totals.Discount.Cents + parcel + tax + parcelTax
                && totals.Total >= Money.Zero;
        },
        iter: Carts);

    [Fact]
    public void The_shares_of_the_lines_are_the_discount_and_no_share_is_above_its_line() => Cart.Sample(
        cart =>
        {
            var totals = Add(cart.Items, cart.Code, cart.Rules);
            var exact = cart.Items.Select(i => totals.Discount.Cents * (decimal)i.LineTotal.Cents / Math.Max(1, totals.Subtotal.Cents)).ToList();
            return Money.Sum(totals.ItemDiscounts) == totals.Discount
                && totals.ItemDiscounts.Count == cart.Items.Length
                && cart.Items.Index().All(line => totals.ItemDiscounts[line.Index] >= Money.Zero
                    && totals.ItemDiscounts[line.Index] <= line.Item.LineTotal
                    && Math.Abs(totals.ItemDiscounts[line.Index].Cents - exact[line.Index]) < 1);
        },
        iter: Carts);

    [Fact]
    public void Units_refunded_in_any_grouping_give_back_what_their_line_was_charged() => Gen.Select(Cart, Gen.Int[1, 7].Array[99]).Sample(
        (cart, groups) =>
        {
            var totals = Add(cart.Items, cart.Code, cart.Rules);
            return cart.Items.Index().All(line =>
            {
                var charged = Frozen(line.Item, totals.ItemDiscounts[line.Index], totals.ItemTaxes[line.Index]).Charged;
                var (given, back) = (0, new List<Money>());
                foreach (var size in groups.TakeWhile(_ => given < line.Item.Quantity))
                {
                    var now = Math.Min(size, line.Item.Quantity - given);
                    back.Add(Allocation.Units(charged, line.Item.Quantity, given, now));
                    given += now;
                }

                return Money.Sum(back) == charged && back.All(amount => amount >= Money.Zero);
            });
        },
        iter: Carts);

    private static Totals Add(PricedItem[] items, Discount? code, (int[] Rates, int Parcel, int FreeOver) rules) => new PriceList(Rates.Of(
        new ShippingOptions { FlatRate = rules.Parcel / 100m, FreeOver = rules.FreeOver / 100m },
        new TaxOptions { Rates = { ["IL"] = Enum.GetValues<TaxClass>().ToDictionary(c => c.ToString(), c => rules.Rates[(int)c] / 1000m) } }))
        .Add(items, "IL", code);

    /// <summary>The line as the cashier freezes it.</summary>
    private static OrderLine Frozen(PricedItem item, Money discount, Money tax) => new()
    {
        Sku = "TST-1", Name = "Thing", UnitPrice = item.UnitPrice, Quantity = item.Quantity, Discount = discount, Tax = tax,
    };

    /// <summary>Half a cent away from zero, in whole numbers; the rate is in thousandths of a percent.</summary>
    private static long Tax(int rate, long cents) => ((cents * rate * 2) + 100_000) / 200_000;

    private static long Off(Discount? code, long goods) => code switch
    {
        null => 0,
        { Kind: DiscountKind.Percent } => ((goods * code.Value * 2) + 10_000) / 20_000,
        _ => Math.Min(code.Value, goods),
    };
}
