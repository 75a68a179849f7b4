using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Carts;

public sealed class CartCodeTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_is_remembered_and_taken_off_the_total(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, code) = (await CartOfAsync(shop, 40m), await shop.CodeAsync(Codes.Percent(10)));

        var used = await shop.Get<CartEditor>().UseCodeAsync(session, $" {code.ToLowerInvariant()} ");

        Assert.Equal(code, used.Value?.Code);
        var cart = await CartAsync(shop, session);
        Assert.Equal((code, null), (cart.DiscountCode, cart.DiscountProblem));
        Assert.Equal((Money.Of(4m), Money.Of(41.90m)), (cart.Totals.Discount, cart.Totals.Total));
        Assert.Equal(0, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_code_takes_the_place_of_the_first(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (one, other) = (await shop.CodeAsync(Codes.Fixed(5)), await shop.CodeAsync(Codes.Fixed(7)));
        var session = await CartWithAsync(shop, 40m, one);

        await shop.Get<CartEditor>().UseCodeAsync(session, other);

        var cart = await CartAsync(shop, session);
        Assert.Equal((other, Money.Of(7m)), (cart.DiscountCode, cart.Totals.Discount));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_that_does_not_count_is_refused_and_the_one_before_stays(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (good, dear) = (await shop.CodeAsync(Codes.Fixed(5)), await shop.CodeAsync(Codes.Fixed(9, from: 40.01m)));
        var session = await CartWithAsync(shop, 40m, good);
        var editor = shop.Get<CartEditor>();

        Assert.Equal("discount.minimum", (await editor.UseCodeAsync(session, dear)).Problem?.Code);
        foreach (var typed in Some.Nonsense)
        {
            Assert.Equal("discount.unknown", (await editor.UseCodeAsync(session, typed)).Problem?.Code);
        }

        Assert.Equal(good, (await CartAsync(shop, session)).DiscountCode);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_remembered_code_that_ended_is_told_and_left_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5) with { EndsAt = shop.Now.AddHours(1) });
        var session = await CartWithAsync(shop, 40m, code);

        shop.Clock.Advance(TimeSpan.FromHours(1));

        var cart = await CartAsync(shop, session);
        Assert.Equal((code, "discount.ended"), (cart.DiscountCode, cart.DiscountProblem?.Code));
        Assert.Equal((Money.Zero, Money.Of(45.90m)), (cart.Totals.Discount, cart.Totals.Total));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_remembered_code_counts_again_once_the_cart_is_large_enough_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, from: 60));
        var session = await CartWithAsync(shop, 30m, code, quantity: 2);
        var line = (await CartAsync(shop, session)).Lines[0].Id;

        await shop.Get<CartEditor>().SetAsync(session, line, 1);
        var small = await CartAsync(shop, session);
        await shop.Get<CartEditor>().SetAsync(session, line, 2);
        var large = await CartAsync(shop, session);

        Assert.Equal(("discount.minimum", Money.Zero), (small.DiscountProblem?.Code, small.Totals.Discount));
        Assert.Equal((null, Money.Of(5m)), (large.DiscountProblem, large.Totals.Discount));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_can_be_taken_out_and_taking_out_none_is_no_error(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var session = await CartWithAsync(shop, 40m, await shop.CodeAsync(Codes.Fixed(5)));

        await shop.Get<CartEditor>().ForgetCodeAsync(session);
        await shop.Get<CartEditor>().ForgetCodeAsync(session);
        await shop.Get<CartEditor>().ForgetCodeAsync(Secrets.New());

        var cart = await CartAsync(shop, session);
        Assert.Equal((null, null, Money.Zero), (cart.DiscountCode, cart.DiscountProblem, cart.Totals.Discount));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_empty_cart_takes_no_code_and_nobody_elses_cart_is_touched(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (code, session) = (await shop.CodeAsync(Codes.Fixed(5)), await CartOfAsync(shop, 40m));

        Assert.Equal("cart.empty", (await shop.Get<CartEditor>().UseCodeAsync(Secrets.New(), code)).Problem?.Code);

        Assert.Null((await CartAsync(shop, session)).DiscountCode);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_cart_after_an_order_starts_without_a_code(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var session = await CartWithAsync(shop, 40m, await shop.CodeAsync(Codes.Fixed(5)));
        Assert.Null((await shop.PlaceAsync(session)).Problem);

        await using var db = shop.Db();
        await shop.Get<CartEditor>().AddAsync(session, (await db.CartLines.FirstAsync()).ProductId, 1);

        Assert.Null((await CartAsync(shop, session)).DiscountCode);
    }

    private static async Task<string> CartOfAsync(TestShop shop, decimal price, int quantity = 1) =>
        await shop.CartAsync(((await shop.StockAsync(Some.Product(price: price)))[0], quantity));

    private static async Task<string> CartWithAsync(TestShop shop, decimal price, string code, int quantity = 1)
    {
        var session = await CartOfAsync(shop, price, quantity);
        Assert.Null((await shop.Get<CartEditor>().UseCodeAsync(session, code)).Problem);
        return session;
    }

    private static Task<CartView> CartAsync(TestShop shop, string session) => shop.Get<CartQueries>().GetAsync(session);
}
