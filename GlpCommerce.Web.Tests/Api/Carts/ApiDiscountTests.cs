using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Api.Carts;

public sealed class ApiDiscountTests(ShopServers servers)
{
    private const string Apply = """
        mutation($input: ApplyDiscountCodeInput!) { applyDiscountCode(input: $input) {
          cart { discountCode discountError { code } totals { discountCents totalCents } } errors { code field } } }
        """;

    private const string Validate = """
        query($sessionId: String!, $state: String, $discountCode: String) { validateCart(sessionId: $sessionId, state: $state, discountCode: $discountCode) {
          canBeOrdered errors { code field } totals { discountCents taxCents totalCents taxKnown } cart { discountCode items { error { code } } } } }
        """;

    private readonly string _session = Secrets.New();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_is_remembered_counts_and_is_forgotten(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var api = await FilledAsync(shop, price: 100m);

        var applied = (await api.DataAsync(Apply, new { input = new { sessionId = _session, code = $" {code.ToLowerInvariant()} " } })).At("applyDiscountCode.cart");
        var removed = (await api.DataAsync($$"""mutation { removeDiscountCode(input: { sessionId: "{{_session}}" }) { cart { discountCode totals { totalCents } } errors { code } } }""")).At("removeDiscountCode");

        Assert.Equal((code, 500, 9500), (applied.Text("discountCode"), applied.Number("totals.discountCents"), applied.Number("totals.totalCents")));
        Assert.Equal((null, 10000), (removed.At("cart.discountCode").GetString(), removed.Number("cart.totals.totalCents")));
    }

    [Fact]
    public async Task A_code_that_does_not_count_is_refused_at_its_field_and_changes_nothing()
    {
        var shop = await servers.AnyAsync();
        using var api = await FilledAsync(shop, price: 10m);

        var refused = (await api.DataAsync(Apply, new { input = new { sessionId = _session, code = "sprnig" } })).At("applyDiscountCode");

        Assert.Equal("discount.unknown", refused.Text("errors.0.code"));
        Assert.Equal(["input", "code"], refused.At("errors.0.field").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(JsonValueKind.Null, refused.At("cart.discountCode").ValueKind);
    }

    [Fact]
    public async Task A_request_tries_one_code()
    {
        var shop = await servers.AnyAsync();
        var code = await shop.CodeAsync(Codes.Fixed(5));
        using var api = await FilledAsync(shop, price: 10m);

        var tried = await api.DataAsync($$"""
            mutation { a: applyDiscountCode(input: { sessionId: "{{_session}}", code: "guess-1" }) { errors { code } }
                       b: applyDiscountCode(input: { sessionId: "{{_session}}", code: "{{code}}" }) { errors { code } cart { discountCode } } }
            """);

        Assert.Equal(("discount.unknown", "discount.one_at_a_time"), (tried.Text("a.errors.0.code"), tried.Text("b.errors.0.code")));
        Assert.Equal(JsonValueKind.Null, tried.At("b.cart.discountCode").ValueKind);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Validating_tells_the_cost_with_another_code_and_changes_nothing(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (mine, other) = (await shop.CodeAsync(Codes.Fixed(5)), await shop.CodeAsync(Codes.Percent(50)));
        using var api = await FilledAsync(shop, price: 100m);
        await api.DataAsync(Apply, new { input = new { sessionId = _session, code = mine } });

        var tried = (await api.DataAsync(Validate, new { sessionId = _session, state = "il", discountCode = other })).At("validateCart");
        var after = (await api.DataAsync(Validate, new { sessionId = _session })).At("validateCart");

        Assert.Equal((true, 5000, true), (tried.At("canBeOrdered").GetBoolean(), tried.Number("totals.discountCents"), tried.At("totals.taxKnown").GetBoolean()));
        Assert.Equal((true, 500, false, mine), (after.At("canBeOrdered").GetBoolean(), after.Number("totals.discountCents"), after.At("totals.taxKnown").GetBoolean(), after.Text("cart.discountCode")));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_for_accounts_counts_with_an_access_token_and_as_often_as_it_may(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 1));
        using var shopper = ApiShopper.At(shop);
        var product = await shop.StockAsync(Some.Product(price: 100m));
        await shopper.AddAsync(product);
        var apply = new { input = new { sessionId = shopper.Session, code } };
        var check = new { sessionId = shopper.Session, discountCode = code };
        var asGuest = (await shopper.AskAsync(Apply, apply)).Each("errors", "code").Concat((await shopper.AskAsync(Validate, check)).Each("errors", "code"));
        Assert.Empty((await shopper.SignInAsync(await shopper.JoinAsync(shop))).Errors());

        var checkedCart = await shopper.AskAsync(Validate, check);
        var applied = await shopper.AskAsync(Apply, apply);
        var ordered = await shopper.CreateAsync(new() { ["shippingAddress"] = ApiShopper.Address, ["paymentMethodId"] = SandboxGateway.Visa });
        await shopper.AddAsync(product);
        var again = await shopper.CreateAsync(new() { ["shippingAddress"] = ApiShopper.Address, ["paymentMethodId"] = SandboxGateway.Visa, ["discountCode"] = code });

        Assert.Equal(["discount.sign_in", "discount.sign_in"], asGuest);
        Assert.Equal((500, 500), (checkedCart.Number("totals.discountCents"), applied.Number("cart.totals.discountCents")));
        Assert.Equal(500, ordered.Number("order.totals.discountCents"));
        Assert.Equal(["discount.used"], again.Each("errors", "code"));
    }

    [Theory]
    [InlineData(1, "total.small")]
    [InlineData(49, "total.small")]
    [InlineData(50, null)]
    [InlineData(0, null)]
    public async Task A_cart_that_comes_to_less_than_can_be_charged_is_told_so_before_it_is_ordered(int cents, string? problem)
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product(price: 100m)));
        var code = await shop.CodeAsync(Codes.Fixed(100m - (cents / 100m)));

        var check = await shopper.AskAsync(Validate, new { sessionId = shopper.Session, discountCode = code });
        var created = await shopper.CreateAsync(new() { ["discountCode"] = code });

        string[] codes = problem is null ? [] : [problem];
        Assert.Equal(codes, check.Each("errors", "code"));
        Assert.Equal(problem is null, check.At("canBeOrdered").GetBoolean());
        Assert.Equal(codes, created.Each("errors", "code"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_remembered_code_that_has_ended_is_told_and_keeps_nobody_from_ordering_at_the_total_without_it(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product(price: 100m)));
        var code = await shop.CodeAsync(Codes.Fixed(5));
        await shopper.AskAsync(Apply, new { input = new { sessionId = shopper.Session, code } });
        await using (var db = shop.Db())
        {
            await db.Set<DiscountCode>().Where(c => c.Code == code).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsActive, false));
        }

        var check = await shopper.AskAsync(Validate, new { sessionId = shopper.Session });
        var unseen = await shopper.CreateAsync();
        var seen = await shopper.CreateAsync(new() { ["expectedTotal"] = check.Number("totals.totalCents") / 100.0 });

        Assert.Equal((true, 10_000), (check.At("canBeOrdered").GetBoolean(), check.Number("totals.totalCents")));
        Assert.Equal(["discount.unknown"], check.Each("errors", "code"));
        Assert.Equal(["discount.unknown"], unseen.Each("errors", "code"));
        Assert.Empty(seen.Each("errors", "code"));
    }

    [Fact]
    public async Task Validating_names_everything_that_stands_in_the_way()
    {
        var shop = await servers.AnyAsync();
        var (gone, scarce) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product(stock: 5)));
        using var api = ApiClient.Of(shop);
        foreach (var product in new[] { gone, scarce })
        {
            await api.DataAsync($$"""mutation { addToCart(input: { sessionId: "{{_session}}", productId: "{{product.Id}}", quantity: 4 }) { errors { code } } }""");
        }

        await shop.ChangeAsync(gone, p => p.IsPublished = false);
        await shop.ChangeAsync(scarce, p => p.Stock.Reserved = 3);
        var check = (await api.DataAsync(Validate, new { sessionId = _session, state = "XX", discountCode = "nope" })).At("validateCart");

        Assert.Equal(["product.gone", "stock.short", "discount.unknown", "state.invalid"], check.Each("errors", "code"));
        Assert.Equal(["product.gone", "stock.short"], check.Each("cart.items", "error.code"));
        Assert.False(check.At("canBeOrdered").GetBoolean());
        var empty = (await api.DataAsync(Validate, new { sessionId = Secrets.New() })).At("validateCart");
        Assert.Equal(["cart.empty"], empty.Each("errors", "code"));
    }

    private async Task<ApiClient> FilledAsync(ShopServer shop, decimal price)
    {
        var product = await shop.StockAsync(Some.Product(price: price));
        var api = ApiClient.Of(shop);
        await api.DataAsync($$"""mutation { addToCart(input: { sessionId: "{{_session}}", productId: "{{product.Id}}" }) { errors { code } } }""");
        return api;
    }
}
