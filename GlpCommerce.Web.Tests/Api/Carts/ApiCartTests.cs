using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Api.Carts;

public sealed class ApiCartTests(ShopServers servers)
{
    private const string Cart = """
        fragment c on Cart { id sessionId count totalAmount discountCode discountError { code } canBeOrdered
          totals { subtotalCents discountCents shippingCents taxCents totalCents taxKnown }
          items { id quantity lineTotalCents priceSeenCents product { id name } error { code message field } } }
        """;

    private const string Add = "mutation($input: AddToCartInput!) { addToCart(input: $input) { cart { ...c } errors { code message field } } }" + Cart;
    private const string Set = "mutation($input: UpdateCartItemInput!) { updateCartItem(input: $input) { cart { ...c } errors { code message field } } }" + Cart;
    private const string Read = "query($sessionId: String!) { cart(sessionId: $sessionId) { ...c } }" + Cart;

    private readonly string _session = Secrets.New();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cart_is_filled_changed_and_emptied_and_keeps_its_id(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 12.50m));
        using var api = ApiClient.Of(shop);

        var empty = await CartAsync(api);
        var added = (await api.DataAsync(Add, new { input = new { sessionId = _session, productId = $"{product.Id}" } })).At("addToCart.cart");
        var more = (await api.DataAsync(Add, new { input = new { sessionId = _session, productId = product.Id, quantity = 2 } })).At("addToCart.cart");
        var line = more.Text("items.0.id");
        var fewer = (await api.DataAsync(Set, new { input = new { sessionId = _session, cartItemId = line, quantity = 2 } })).At("updateCartItem.cart");
        var none = (await api.DataAsync(Set, new { input = new { sessionId = _session, cartItemId = line, quantity = 0 } })).At("updateCartItem.cart");

        Assert.Equal([0, 1, 3, 2, 0], new[] { empty, added, more, fewer, none }.Select(cart => cart.Number("count")));
        Assert.Single(new[] { empty, added, more, fewer, none }.Select(cart => cart.Text("id")).Distinct());
        Assert.Equal((2500, 590, 3090, 30.9), (fewer.Number("totals.subtotalCents"), fewer.Number("totals.shippingCents"), fewer.Number("totals.totalCents"), fewer.At("totalAmount").GetDouble()));
        Assert.Equal((2500, 1250, true), (fewer.Number("items.0.lineTotalCents"), fewer.Number("items.0.priceSeenCents"), fewer.At("canBeOrdered").GetBoolean()));
        Assert.Equal(none.ToString(), (await CartAsync(api)).ToString());
    }

    [Fact]
    public async Task A_line_is_taken_out_by_its_own_mutation()
    {
        var shop = await servers.AnyAsync();
        using var api = ApiClient.Of(shop);
        var line = await AddAsync(shop, api, _session);

        var removed = await api.DataAsync($$"""mutation { removeCartItem(input: { sessionId: "{{_session}}", cartItemId: "{{line}}" }) { cart { count } errors { code } } }""");
        var again = await api.DataAsync($$"""mutation { removeCartItem(input: { sessionId: "{{_session}}", cartItemId: "{{line}}" }) { cart { count } errors { code } } }""");

        Assert.Equal((0, 0), (removed.Number("removeCartItem.cart.count"), removed.At("removeCartItem.errors").GetArrayLength()));
        Assert.Equal("line.gone", again.Text("removeCartItem.errors.0.code"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_cart_of_the_api_is_the_cart_of_the_page(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 20m));
        using var visitor = shop.NewVisitor();
        using var api = ApiClient.Of(shop);
        var page = await (await visitor.ProductAsync(product)).AddToCartAsync(2);

        var cart = (await api.DataAsync(Read, new { sessionId = visitor.Cookie("cart") })).At("cart");
        await api.DataAsync(Set, new { input = new { sessionId = visitor.Cookie("cart"), cartItemId = cart.Text("items.0.id"), quantity = 5 } });

        Assert.Equal((product.Name, 2), (cart.Text("items.0.product.name"), cart.Number("items.0.quantity")));
        Assert.Equal(page.Total, new Money(cart.Number("totals.totalCents")).ToString());
        Assert.Equal("5", (await visitor.CartAsync()).Quantity(product.Name));
    }

    [Fact]
    public async Task A_line_is_found_by_its_own_session_only()
    {
        var shop = await servers.AnyAsync();
        using var api = ApiClient.Of(shop);
        var line = await AddAsync(shop, api, _session);
        var stranger = Secrets.New();
        await AddAsync(shop, api, stranger);

        var set = (await api.DataAsync(Set, new { input = new { sessionId = stranger, cartItemId = line, quantity = 0 } })).At("updateCartItem");

        Assert.Equal("line.gone", set.Text("errors.0.code"));
        Assert.Equal(1, (await CartAsync(api)).Number("count"));
        Assert.Equal(1, set.Number("cart.count"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("fifteen-letters")]
    [InlineData("with a blank in it")]
    [InlineData("with-an-umlaut-ä-inside")]
    [InlineData("with-a-line-break-at-its-end\n")]
    public async Task What_is_no_session_id_is_refused_with_a_sentence(string sessionId)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        var added = (await api.DataAsync(Add, new { input = new { sessionId, productId = "1" } })).At("addToCart");

        Assert.Equal(["session.invalid"], await api.RefusedAsync(Read, new { sessionId }));
        Assert.Equal(["session.invalid"], await api.RefusedAsync("query($id: String!) { validateCart(sessionId: $id) { canBeOrdered } }", new { id = sessionId }));
        Assert.Equal(["session.invalid"], await api.RefusedAsync("query($id: String) { recommendations(cartSessionId: $id) { reason } }", new { id = sessionId }));
        Assert.Equal(JsonValueKind.Null, added.At("cart").ValueKind);
        Assert.Equal("session.invalid", added.Text("errors.0.code"));
        Assert.Equal(["input", "sessionId"], added.At("errors.0.field").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("16 to 128", added.Text("errors.0.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task A_session_id_has_16_to_128_characters(int length, bool isOne)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        var answer = await api.AskAsync(Read, new { sessionId = new string('x', length) });

        Assert.Equal(isOne ? [] : ["session.invalid"], answer.Codes);
    }

    [Theory]
    [InlineData("addToCart", "productId: 1")]
    [InlineData("updateCartItem", "cartItemId: 1, quantity: 1")]
    [InlineData("removeCartItem", "cartItemId: 1")]
    [InlineData("applyDiscountCode", "code: \"TEN\"")]
    [InlineData("removeDiscountCode", "")]
    public async Task A_change_of_a_cart_needs_a_session_id(string mutation, string more)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        foreach (var session in new[] { "", "fifteen-letters", "with a blank in it", new string('x', 129) })
        {
            var payload = (await api.DataAsync($"mutation {{ {mutation}(input: {{ sessionId: \"{session}\" {more} }}) {{ cart {{ id }} errors {{ code field }} }} }}")).At(mutation);

            Assert.Equal(JsonValueKind.Null, payload.At("cart").ValueKind);
            Assert.Equal(["session.invalid input.sessionId"], payload.Errors());
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_rate_that_staff_have_saved_counts_in_the_next_answer(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        using var api = ApiClient.Of(shop);
        var product = await shop.StockAsync(Some.Product(price: 20m));
        await api.DataAsync(Add, new { input = new { sessionId = _session, productId = $"{product.Id}" } });
        var editor = shop.Services.GetRequiredService<RateEditor>();
        var rates = await editor.ReadAsync();
        var form = RateForm.Of(rates);
        (form[RateForm.Flat], form[RateForm.NameOf("IL", TaxClass.Supplement)]) = ("7", "8.125");

        Assert.Null((await editor.SaveAsync(Typed.Manager, rates.Version, form)).Problem);

        var totals = (await api.DataAsync("query($s: String!) { validateCart(sessionId: $s, state: \"IL\") { totals { shippingCents taxCents } } }", new { s = _session })).At("validateCart.totals");
        Assert.Equal((700, 163), (totals.Number("shippingCents"), totals.Number("taxCents")));
    }

    [Fact]
    public async Task A_cart_is_checked_with_the_tax_of_the_state_it_would_go_to()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("Tax:Rates:IL:Supplement", "10"), ("Tax:Rates:IL:Shipping", "0"));
        using var api = ApiClient.Of(shop);
        await AddAsync(shop, api, _session);
        const string Check = "query($s: String!, $state: String) { validateCart(sessionId: $s, state: $state) { totals { subtotalCents taxCents taxKnown } errors { code } } }";

        var unknown = (await api.DataAsync(Check, new { s = _session })).At("validateCart.totals");
        var taxed = (await api.DataAsync(Check, new { s = _session, state = " il " })).At("validateCart.totals");
        var free = (await api.DataAsync(Check, new { s = _session, state = "CA" })).At("validateCart.totals");

        Assert.Equal([(0, false), (300, true), (0, true)], new[] { unknown, taxed, free }.Select(totals => (totals.Number("taxCents"), totals.At("taxKnown").GetBoolean())));
        Assert.Equal(3000, taxed.Number("subtotalCents"));
    }

    [Theory]
    [InlineData("0", "product.gone", "productId")]
    [InlineData("-1", "product.gone", "productId")]
    [InlineData("abc", "product.gone", "productId")]
    [InlineData("", "product.gone", "productId")]
    [InlineData("2147483647", "product.gone", "productId")]
    [InlineData("2147483648", "product.gone", "productId")]
    [InlineData("99999999999999999999", "product.gone", "productId")]
    [InlineData("1e3", "product.gone", "productId")]
    [InlineData("٣", "product.gone", "productId")]
    public async Task A_product_that_never_was_is_refused(string productId, string code, string field) =>
        await RefusedAsync(Add, new { sessionId = _session, productId, quantity = 1 }, "addToCart", code, field);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task A_quantity_to_add_is_from_1_to_99(int quantity) =>
        await RefusedAsync(Add, new { sessionId = _session, productId = "1", quantity }, "addToCart", "quantity.invalid", "quantity");

    [Theory]
    [InlineData("0", 1, "line.gone", "cartItemId")]
    [InlineData("-5", 1, "line.gone", "cartItemId")]
    [InlineData("x", 1, "line.gone", "cartItemId")]
    [InlineData("9223372036854775807", 1, "line.gone", "cartItemId")]
    [InlineData("9223372036854775808", 1, "line.gone", "cartItemId")]
    [InlineData("1", -1, "quantity.invalid", "quantity")]
    [InlineData("1", int.MinValue, "quantity.invalid", "quantity")]
    [InlineData("1", 100, "quantity.invalid", "quantity")]
    public async Task A_line_that_is_not_there_or_an_absurd_quantity_is_refused(string cartItemId, int quantity, string code, string field) =>
        await RefusedAsync(Set, new { sessionId = _session, cartItemId, quantity }, "updateCartItem", code, field);

    [Fact]
    public async Task More_than_there_is_is_refused_and_the_cart_stays_as_it_was()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 3));
        using var api = ApiClient.Of(shop);
        await api.DataAsync(Add, new { input = new { sessionId = _session, productId = $"{product.Id}", quantity = 2 } });

        var refused = (await api.DataAsync(Add, new { input = new { sessionId = _session, productId = $"{product.Id}", quantity = 2 } })).At("addToCart");

        Assert.Equal("stock.short", refused.Text("errors.0.code"));
        Assert.Equal(["input", "quantity"], refused.At("errors.0.field").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(2, refused.Number("cart.count"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_cart_change_asks_the_database_does_not_grow_with_its_lines(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var api = ApiClient.Of(shop);
        await AddAsync(shop, api, _session);
        var product = await shop.StockAsync(Some.Product());
        var one = await CountAsync();
        for (var i = 0; i < 6; i++)
        {
            await AddAsync(shop, api, _session);
        }

        Assert.Equal(one, await CountAsync());
        Assert.InRange(one, 1, 10);

        Task<int> CountAsync() => shop.Sql.FewestAsync(() => api.DataAsync(Add, new { input = new { sessionId = _session, productId = $"{product.Id}" } }), tries: 3);
    }

    private async Task<JsonElement> CartAsync(ApiClient api) => (await api.DataAsync(Read, new { sessionId = _session })).At("cart");

    /// <returns>The new line's id.</returns>
    private static async Task<string> AddAsync(ShopServer shop, ApiClient api, string sessionId)
    {
        var product = await shop.StockAsync(Some.Product());
        return (await api.DataAsync(Add, new { input = new { sessionId, productId = $"{product.Id}" } })).Each("addToCart.cart.items", "id")[^1]!;
    }

    private async Task RefusedAsync(string operation, object input, string mutation, string code, string field)
    {
        using var api = ApiClient.Of(await servers.AnyAsync());

        var refused = (await api.DataAsync(operation, new { input })).At(mutation);

        Assert.Equal((code, field), (refused.Text("errors.0.code"), refused.Text("errors.0.field.1")));
        Assert.Equal(0, refused.Number("cart.count"));
    }
}
