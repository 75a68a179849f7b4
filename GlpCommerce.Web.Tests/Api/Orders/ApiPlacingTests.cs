using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class ApiPlacingTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_request_again_gives_the_same_order_and_the_same_key(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(product);
        Dictionary<string, object?> input = new() { ["paymentMethodId"] = SandboxGateway.Visa, ["idempotencyKey"] = "once and only once" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shopper.CreateAsync(input)));

        Assert.Single(answers.Select(a => (a.Text("order", "id"), a.Text("orderAccessToken"))).Distinct());
        Assert.Single(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task On_the_sandbox_there_is_no_key_of_a_provider()
    {
        using var shopper = ApiShopper.At(await servers.AnyAsync());

        Assert.Equal("""{"provider":"sandbox","publishableKey":null}""", (await shopper.AskAsync("{ payments { provider publishableKey } }")).ToString());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_lost_answer_without_a_key_is_asked_for_again(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var first = await shopper.BuyAsync(await shop.StockAsync(Some.Product()));

        var again = await shopper.CreateAsync();

        Assert.Equal(first.Text("id"), again.Text("order", "id"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Another_request_under_a_key_is_refused(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        await shopper.CreateAsync(new() { ["idempotencyKey"] = "k" });

        var other = await shopper.CreateAsync(new() { ["idempotencyKey"] = "k", ["userEmail"] = "other@example.com" });

        Assert.Equal(["idempotency.mismatch input.idempotencyKey"], other.Errors());
        Assert.Null(other.Text("orderAccessToken"));
    }

    [Fact]
    public async Task Orders_that_name_discount_codes_are_tries_at_them_one_in_a_request()
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var create = (string alias, string code) =>
            $"{alias}: createOrder(input: {{ sessionId: \"{shopper.Session}\", userEmail: \"dana@example.com\", discountCode: \"{code}\" }}) {{ errors {{ code message field }} }}";

        var answer = (await shopper.AnswerAsync($"mutation {{ {create("a", "guess-1")} {create("b", "guess-2")} }}")).GetProperty("data");

        Assert.Equal(["discount.unknown input.discountCode"], answer.GetProperty("a").Errors());
        Assert.Equal(["discount.one_at_a_time input.discountCode"], answer.GetProperty("b").Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_total_that_no_longer_holds_is_refused_with_the_new_one(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(product);
        await shop.ChangeAsync(product, p => p.Price = Core.Common.Money.Of(110m));

        var refused = await shopper.CreateAsync(new() { ["expectedTotal"] = 100.00 });
        var placed = await shopper.CreateAsync(new() { ["expectedTotal"] = 110 });

        Assert.Equal(["price.changed input.expectedTotal"], refused.Errors());
        Assert.Contains("$110.00", refused.GetProperty("errors")[0].Text("message"), StringComparison.Ordinal);
        Assert.Equal(11000, placed.GetProperty("order").Cents("totalCents"));
    }

    [Theory]
    [InlineData(30.001)]
    [InlineData(-1)]
    [InlineData(1e300)]
    [InlineData(0.1 + 0.2 + 1e-9)]
    public async Task A_total_that_is_no_amount_of_cents_is_refused_as_such(double total)
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));

        Assert.Equal(["total.invalid input.expectedTotal"], (await shopper.CreateAsync(new() { ["expectedTotal"] = total })).Errors());
    }

    [Fact]
    public async Task Every_problem_is_told_at_once_at_its_place()
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));

        var refused = await shopper.CreateAsync(new()
        {
            ["sessionId"] = "short", ["userEmail"] = "nobody", ["expectedTotal"] = 0.001,
            ["shippingAddress"] = new { name = " ", line1 = new string('x', 101), city = "\u200b", state = "ZZ", zip = "1234" },
        });

        Assert.Equal(
            [
                "session.invalid input.sessionId", "email.invalid input.userEmail", "name.missing input.shippingAddress.name", "line1.long input.shippingAddress.line1",
                "city.missing input.shippingAddress.city", "state.invalid input.shippingAddress.state", "zip.invalid input.shippingAddress.zip", "total.invalid input.expectedTotal",
            ],
            refused.Errors());
    }

    [Theory]
    [InlineData("paymentMethodId", "", "payment.missing input.paymentMethodId")]
    [InlineData("paymentMethodId", "' OR 1=1 --", "payment.missing input.paymentMethodId")]
    [InlineData("idempotencyKey", "", "idempotency.invalid input.idempotencyKey")]
    [InlineData("idempotencyKey", "é", "idempotency.invalid input.idempotencyKey")]
    [InlineData("discountCode", "NOPE-7", "discount.unknown input.discountCode")]
    public async Task A_value_that_cannot_be_used_is_refused_beside_its_field(string field, string value, string error)
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));

        Assert.Equal([error], (await shopper.CreateAsync(new() { [field] = value })).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_sold_out_meanwhile_is_refused_and_nothing_has_changed(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(stock: 2));
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(product, 2);
        await shop.ChangeAsync(product, p => p.Stock.OnHand = 1);

        var refused = await shopper.CreateAsync();

        Assert.Equal(["stock.short -"], refused.Errors());
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nothing_but_session_and_address_of_the_shopper_is_needed(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(product);

        var order = (await shopper.CreateAsync()).GetProperty("order");

        Assert.Equal(("pending", "pending", true), (order.Text("status"), order.Text("paymentStatus"), order.GetProperty("canBePaid").GetBoolean()));
        Assert.Equal(["moved", "payment_awaited"], order.GetProperty("timeline").EnumerateArray().Select(s => s.Text("kind")));
        Assert.Equal((0, 10000), (order.Cents("taxCents"), order.Cents("totalCents")));
        Assert.Equal(1, (await shop.StockOfAsync(product)).Reserved);
    }

    [Fact]
    public async Task Orders_are_counted_by_session()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "3"));
        using var shopper = ApiShopper.At(shop);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(["cart.empty -"], (await shopper.CreateAsync()).Errors());
        }

        Assert.Equal(["rate.limited -"], (await shopper.CreateAsync()).Errors());
    }
}
