using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>What a code does to the order that is placed with it.</summary>
public sealed class DiscountedOrdersTests
{
    private readonly Product _product = Some.Product(price: 30m, stock: 20, kind: ProductKind.Food);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_freezes_what_the_cart_showed_line_by_line(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider, ("Tax:Rates:IL:Food", "10"), ("Tax:Rates:IL:Shipping", "10"));
        var cheap = (await shop.StockAsync(Some.Product(price: 9.99m, kind: ProductKind.Food)))[0];
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 3));
        var session = await shop.CartAsync((_product, 2), (cheap, 1));
        await shop.Get<CartEditor>().UseCodeAsync(session, code);
        var seen = (await shop.Get<CartQueries>().GetAsync(session, "IL")).Totals;

        var order = await PlacedAsync(shop, session, seen.Total);

        Assert.Equal((Money.Of(69.99m), Money.Of(5m), code), (order.Subtotal, order.Discount, order.DiscountCode));
        Assert.Equal([Money.Of(4.29m), Money.Of(0.71m)], order.Lines.OrderBy(l => l.Id).Select(l => l.Discount));
        Assert.Equal([Money.Of(5.57m), Money.Of(0.93m)], order.Lines.OrderBy(l => l.Id).Select(l => l.Tax));
        Assert.Equal((Money.Of(5.90m), Money.Of(0.59m), Money.Of(7.09m)), (order.Shipping, order.ShippingTax, order.Tax));
        Assert.Equal((seen.Total, order.Total), (order.Total, Money.Sum(order.Lines.Select(l => l.Charged)) + order.Shipping + order.ShippingTax));
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_charged_is_the_total_after_the_discount(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await CartWithAsync(shop, await shop.CodeAsync(Codes.Percent(50)));

        var order = await PlacedAsync(shop, session);
        await shop.RunJobsAsync();

        Assert.Equal(Money.Of(20.90m), order.Total);
        Assert.Equal(2090, Assert.Single(await shop.IntentsAsync()).AmountCents);
        Assert.Equal(OrderStatus.Confirmed, (await shop.OrderAsync(order.PublicId)).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_in_the_request_goes_before_the_one_in_the_cart_and_an_order_has_one(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (remembered, sent) = (await shop.CodeAsync(Codes.Fixed(5)), await shop.CodeAsync(Codes.Fixed(7)));
        var session = await CartWithAsync(shop, remembered);

        var placed = await shop.Get<Cashier>().PlaceAsync(Some.Request(session) with { DiscountCode = $" {sent.ToLowerInvariant()}" });

        var order = await shop.OrderAsync(placed.Value!.PublicId);
        Assert.Equal((sent, Money.Of(7m)), (order.DiscountCode, order.Discount));
        Assert.Equal((0, 1), (await shop.UsesAsync(remembered), await shop.UsesAsync(sent)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_blank_code_in_the_request_means_the_one_in_the_cart(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var remembered = await shop.CodeAsync(Codes.Fixed(5));
        var session = await CartWithAsync(shop, remembered);

        var placed = await shop.Get<Cashier>().PlaceAsync(Some.Request(session) with { DiscountCode = " " });

        Assert.Equal(remembered, (await shop.OrderAsync(placed.Value!.PublicId)).DiscountCode);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_key_with_another_code_is_another_request(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (code, other) = (await shop.CodeAsync(Codes.Fixed(5)), await shop.CodeAsync(Codes.Fixed(5)));
        var request = Some.Request(await shop.CartAsync((_product, 1))) with { IdempotencyKey = "k-1", DiscountCode = code };
        var cashier = shop.Get<Cashier>();
        var first = await cashier.PlaceAsync(request);

        Assert.Equal(first.Value, (await cashier.PlaceAsync(request with { DiscountCode = $" {code.ToLowerInvariant()} " })).Value);
        Assert.Equal("idempotency.mismatch", (await cashier.PlaceAsync(request with { DiscountCode = other })).Problem?.Code);
        Assert.Equal("idempotency.mismatch", (await cashier.PlaceAsync(request with { DiscountCode = null })).Problem?.Code);
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_that_ended_since_the_total_was_seen_leads_to_the_new_total_first(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await CartWithAsync(shop, await shop.CodeAsync(Codes.Fixed(5) with { EndsAt = shop.Now.AddMinutes(1) }));
        var seen = (await shop.Get<CartQueries>().GetAsync(session)).Totals.Total;
        shop.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await shop.PlaceAsync(session, expectedTotal: seen);

        Assert.Equal("price.changed", refused.Problem?.Code);
        Assert.Contains("$35.90, without your discount code. This code has ended.", refused.Problem!.Message, StringComparison.Ordinal);
        var order = await PlacedAsync(shop, session, Money.Of(35.90m));
        Assert.Equal((null, Money.Zero), (order.DiscountCode, order.Discount));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Without_a_total_that_was_seen_a_code_that_does_not_count_is_refused_by_its_own_name(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var remembered = await shop.CodeAsync(Codes.Fixed(5));
        var session = await CartWithAsync(shop, remembered);
        await shop.Get<DiscountEditor>().SwitchOffAsync(remembered, Actor.Shop);
        var dear = await shop.CodeAsync(Codes.Fixed(5, from: 30.01m));
        var cashier = shop.Get<Cashier>();

        Assert.Equal("discount.unknown", (await shop.PlaceAsync(session)).Problem?.Code);
        Assert.Equal("discount.minimum", (await cashier.PlaceAsync(Some.Request(session) with { DiscountCode = dear })).Problem?.Code);
        foreach (var typed in Some.Nonsense.Where(text => !string.IsNullOrWhiteSpace(text)))
        {
            Assert.Equal("discount.unknown", (await cashier.PlaceAsync(Some.Request(session) with { DiscountCode = typed })).Problem?.Code);
        }

        await NothingHappenedAsync(shop, session);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_that_the_request_names_is_never_left_out_silently(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var session = await shop.CartAsync((_product, 1));

        var refused = await shop.Get<Cashier>().PlaceAsync(Some.Request(session) with { DiscountCode = "NO-SUCH", ExpectedTotal = Money.Of(35.90m) });

        Assert.Equal("discount.unknown", refused.Problem?.Code);
        await NothingHappenedAsync(shop, session);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_that_leaves_less_than_any_card_can_be_charged_is_refused_and_not_used(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider, ("Shipping:FlatRate", "0"));
        var code = await shop.CodeAsync(Codes.Fixed(29.51m));
        var session = await CartWithAsync(shop, code);

        Assert.Equal("total.small", (await shop.PlaceAsync(session)).Problem?.Code);

        Assert.Equal(0, await shop.UsesAsync(code));
        await NothingHappenedAsync(shop, session);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Without_stock_no_use_is_taken(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5));
        var session = await CartWithAsync(shop, code);
        await shop.PlacedAsync(_product, 20);

        Assert.Equal("stock.short", (await shop.PlaceAsync(session)).Problem?.Code);

        Assert.Equal(0, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_who_ordered_sees_the_code_and_what_it_took_off(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5));
        var session = await CartWithAsync(shop, code);
        var order = await PlacedAsync(shop, session);

        var own = await shop.Get<OrderQueries>().FindAsync(order.PublicId, new OrderProof(session));
        var other = await shop.Get<OrderQueries>().FindAsync(order.PublicId, new OrderProof(Secrets.New()));

        Assert.Equal((code, Money.Of(5m)), (own!.DiscountCode, own.Discount));
        Assert.Equal((null, Money.Zero), (other!.DiscountCode, other.Discount));
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider, params (string Key, string Value)[] settings)
    {
        var shop = await TestShop.OpenAsync(provider, settings);
        await shop.StockAsync(_product);
        return shop;
    }

    private async Task<string> CartWithAsync(TestShop shop, string code)
    {
        var session = await shop.CartAsync((_product, 1));
        Assert.Null((await shop.Get<CartEditor>().UseCodeAsync(session, code)).Problem);
        return session;
    }

    private static async Task<Order> PlacedAsync(TestShop shop, string session, Money? seen = null)
    {
        var placed = await shop.PlaceAsync(session, expectedTotal: seen);
        Assert.Null(placed.Problem);
        return await shop.OrderAsync(placed.Value!.PublicId);
    }

    private async Task NothingHappenedAsync(TestShop shop, string session)
    {
        await using var db = shop.Db();
        Assert.Equal(0, await db.Orders.CountAsync());
        Assert.Equal(0, await db.Set<PaymentAttempt>().CountAsync());
        Assert.Equal((20, 0), await shop.StockOfAsync(_product));
        Assert.Equal(1, await shop.Get<CartQueries>().CountAsync(session));
    }
}
