using System.Net;
using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class OrderProofTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_has_only_the_id_sees_status_lines_total_and_a_masked_address(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.ThreeDSecure)).Text("id")!;
        await shopper.UntilAsync(id, PaymentStatus.RequiresAction);

        foreach (var token in new[] { null, Secrets.New(), id, stranger.Session, Secrets.Hash(shopper.Token!) })
        {
            stranger.Token = token;
            var seen = await stranger.OrderAsync(id);

            Assert.Equal((false, "d***@example.com", "pending", 35.9), (seen.GetProperty("isHolder").GetBoolean(), seen.Text("userEmail"), seen.Text("status"), seen.GetProperty("totalAmount").GetDouble()));
            Assert.All(
                ["shippingAddress", "clientSecret", "approvalUrl", "receiptUrl", "failureReason", "discountCode", "totals", "expiresAt"],
                field => Assert.Equal(JsonValueKind.Null, seen.GetProperty(field).ValueKind));
            Assert.Equal((false, false), (seen.GetProperty("canBePaid").GetBoolean(), seen.GetProperty("canBeCancelled").GetBoolean()));
            Assert.DoesNotContain("60614", seen.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_stranger_sees_nothing_of_a_unit_that_was_paid_back(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        var id = (await shopper.BuyAsync(product, quantity: 2)).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Confirmed);
        var before = await SeenAsync();

        var line = (await shop.OrdersOfAsync(product)).Single().Lines.Single();
        var refund = new RefundOrder("once", line.OrderId, [new RefundUnits(line.Id, 1, false)], false, "It arrived damaged.");
        Assert.Null((await shop.Services.GetRequiredService<RefundEditor>().RequestAsync(refund)).Problem);
        var own = await shopper.UntilAsync(id, PaymentStatus.PartiallyRefunded);

        Assert.Equal(1, own.GetProperty("items")[0].Number("refundedQuantity"));
        Assert.Equal(before, await SeenAsync());

        async Task<string> SeenAsync()
        {
            await using var events = await stranger.FollowAsync(id);
            return $"{await stranger.OrderAsync(id)} {string.Join(' ', await events.ToEndAsync())} {(await browser.OrderAsync(id)).Page.Text("main")}";
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task How_a_total_adds_up_and_the_words_of_a_step_are_the_holders(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("Tax:Rates:IL:Supplement", "10"));
        Assert.Null((await shop.Services.GetRequiredService<DiscountEditor>().CreateAsync(new NewDiscountCode("TENOFF", DiscountKind.Percent, 1_000), Actor.Shop)).Problem);
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var own = (await shopper.CreateAsync(new() { ["shippingAddress"] = ApiShopper.Address, ["discountCode"] = "TENOFF" })).GetProperty("order");

        var seen = await stranger.OrderAsync(own.Text("id")!);
        var page = await browser.OrderAsync(own.Text("id")!);

        Assert.All(["discountCents", "taxCents"], field => Assert.NotEqual(0, own.Number($"totals.{field}")));
        Assert.All(["discountCents", "taxCents"], field => Assert.NotEqual(0, own.GetProperty("items")[0].Number(field)));
        Assert.All(["discountCents", "taxCents"], field => Assert.Equal(0, seen.GetProperty("items")[0].Number(field)));
        Assert.All(seen.GetProperty("timeline").EnumerateArray(), step => Assert.Equal(("moved", ""), (step.Text("kind"), step.Text("text"))));
        Assert.Equal(own.GetProperty("totalAmount").GetDouble(), seen.GetProperty("totalAmount").GetDouble());
        Assert.All(["Tax", "Shipping", "Discount", "Choose how you want to pay"], word => Assert.DoesNotContain(word, page.Page.Text("main"), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_stranger_changes_nothing_and_hears_what_is_said_of_an_order_that_is_not_there(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        await shopper.AddAsync(product);
        var id = (await shopper.CreateAsync()).Text("order", "id")!;

        foreach (var other in new[] { id, "AAAAAAAAAAAAAAAAAAAAAA", "1", "' OR 1=1 --", "" })
        {
            Assert.Equal(["order.unknown -"], (await stranger.PayAsync(other)).Errors());
            Assert.Equal(["order.unknown -"], (await stranger.CancelAsync(other)).Errors());
            Assert.Equal(["order.unknown -"], (await stranger.GiveAddressAsync(other)).Errors());
        }

        var order = Assert.Single(await shop.OrdersOfAsync(product));
        Assert.Equal((OrderStatus.Pending, null, null), (order.Status, order.CancelRequestedAt, order.Address));
        Assert.True((await shopper.OrderAsync(id)).GetProperty("canBePaid").GetBoolean());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_browser_that_ordered_is_the_holder_over_the_api_too(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var browser = shop.NewVisitor();
        var order = await browser.BuyAsync(await shop.StockAsync(Some.Product()));

        using var answer = await browser.SendAsync(HttpMethod.Post, "/graphql", System.Net.Http.Json.JsonContent.Create(new
        {
            query = "query ($id: ID!) { order(id: $id) { isHolder userEmail } }", variables = new { id = order.PublicId },
        }));

        Assert.Contains(Some.Form().Email!, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1")]
    [InlineData("GLP-100001")]
    [InlineData("' OR 1=1 --")]
    [InlineData("")]
    public async Task An_id_that_names_no_order_gives_null(string id)
    {
        var shop = await servers.AnyAsync();
        using var stranger = ApiShopper.At(shop);

        Assert.Equal(JsonValueKind.Null, (await stranger.OrderAsync(id)).ValueKind);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_key_opens_one_order_in_a_browser_and_no_other(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var first = ApiShopper.At(shop);
        using var second = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        var id = (await first.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        var other = (await second.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        var locked = await browser.OrderAsync(id);

        var wrong = await locked.UnlockAsync(second.Token!);
        var open = await wrong.UnlockAsync(first.Token!);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("This key does not open this order, or not any more.", wrong.Page.Text("main"), StringComparison.Ordinal);
        Assert.Contains(Some.Form().Line1!, open.Summary, StringComparison.Ordinal);
        Assert.Contains(Some.Form().Line1!, (await browser.OrderAsync(id)).Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.Form().Line1!, (await browser.OrderAsync(other)).Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_that_a_browser_keeps_is_for_one_orders_pages_and_hidden_from_script()
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        using var browser = new Visitor(shop.Server.CreateHandler(), new Uri("https://localhost"), followsRedirects: false);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;

        var answer = await (await browser.OrderAsync(id)).UnlockAsync(shopper.Token!);

        var cookie = Assert.Single(answer.Page.Answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Secure-order=", StringComparison.Ordinal));
        Assert.All([$"path=/orders/{id}", "secure", "httponly", "samesite=lax"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_of_a_whole_purchase_over_the_api_is_in_the_log()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var shopper = ApiShopper.At(shop);
        var product = await shop.InStockAsync();
        await shopper.AddAsync(product);
        var id = (await shopper.CreateAsync(new() { ["paymentMethodId"] = SandboxGateway.Declined })).Text("order", "id")!;
        await using var events = await shopper.FollowAsync(id);
        await events.UntilAsync(e => e.Status == "failed");
        await shopper.PayAsync(id);
        await shopper.GiveAddressAsync(id);
        var paid = await shopper.UntilAsync(id, OrderStatus.Confirmed);
        using var receipt = await shopper.GetAsync(new Uri(paid.Text("receiptUrl")!).AbsolutePath);
        await shopper.CancelAsync(id);
        await shopper.UntilAsync(id, PaymentStatus.Refunded);

        string[] secrets = [id, shopper.Session, shopper.Token!, Some.Form().Email!, Some.Form().Line1!, Some.Form().Name!];
        Assert.NotEmpty(shop.Log.AsOperated());
        Assert.All(shop.Log.AsOperated(), line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("nobody@example.com")]
    [InlineData("dana@example.com")]
    public async Task The_orders_of_an_address_are_told_to_nobody_without_an_account(string email)
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        await shopper.BuyAsync(await shop.StockAsync(Some.Product()));

        var answer = await shopper.AnswerAsync("query ($email: String!) { orders(userEmail: $email) { id } }", new { email });

        Assert.Equal("auth.required", answer.GetProperty("errors")[0].GetProperty("extensions").Text("code"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
    }
}
