using System.Text.Json;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class ApiPurchaseTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_purchase_over_the_api_alone_ends_with_a_paid_order_and_its_receipt(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 40m));
        using var shopper = ApiShopper.At(shop);
        var placed = await shopper.BuyAsync(product, quantity: 2);
        var id = placed.GetProperty("id").GetString()!;

        var paid = await shopper.UntilAsync(id, OrderStatus.Confirmed);

        Assert.Equal(("pending", true, 80.0), (placed.Text("status"), placed.GetProperty("isHolder").GetBoolean(), placed.GetProperty("totalAmount").GetDouble()));
        Assert.Equal(("succeeded", "60614", (string?)null), (paid.Text("paymentStatus"), paid.Text("shippingAddress", "zip"), paid.Text("expiresAt")));
        Assert.Equal(["moved", "moved"], paid.GetProperty("timeline").EnumerateArray().Select(s => s.Text("kind")));
        using var receipt = await shopper.GetAsync(new Uri(paid.Text("receiptUrl")!).AbsolutePath);
        Assert.Equal("application/pdf", receipt.Content.Headers.ContentType?.MediaType);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_of_a_line_and_of_the_totals_is_exact(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 12.34m));
        using var shopper = ApiShopper.At(shop);

        var order = await shopper.BuyAsync(product, quantity: 3);

        var line = Assert.Single(order.GetProperty("items").EnumerateArray());
        Assert.Equal((3, 12.34, 1234), (line.GetProperty("quantity").GetInt32(), line.GetProperty("price").GetDouble(), line.GetProperty("priceCents").GetInt32()));
        Assert.Equal((product.Name, product.Sku, $"{product.Id}"), (line.Text("name"), line.Text("sku"), line.Text("product", "id")));
        Assert.Equal((3702, 590, 4292, 42.92), (order.Cents("subtotalCents"), order.Cents("shippingCents"), order.Cents("totalCents"), order.GetProperty("totalAmount").GetDouble()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_payment_tells_why_and_is_paid_again_with_another_card(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.InsufficientFunds)).Text("id")!;
        var failed = await shopper.UntilAsync(id, OrderStatus.Failed);

        var again = await shopper.PayAsync(id);
        var paid = await shopper.UntilAsync(id, OrderStatus.Confirmed);

        Assert.Contains("not enough money", failed.Text("failureReason"), StringComparison.Ordinal);
        Assert.Equal((true, false), (failed.GetProperty("canBePaid").GetBoolean(), paid.GetProperty("canBePaid").GetBoolean()));
        Assert.Equal(("[]", (string?)null), (again.GetProperty("errors").ToString(), paid.Text("failureReason")));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Three_d_secure_is_finished_in_a_browser_that_gets_in_with_the_key(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.ThreeDSecure)).Text("id")!;
        var waiting = await shopper.UntilAsync(id, PaymentStatus.RequiresAction);
        var (page, key) = (new Uri(waiting.Text("approvalUrl")!), new Uri(waiting.Text("approvalUrl")!).Fragment);

        var order = await browser.OrderAsync(id);
        Assert.Equal($"/orders/{id}", (await browser.OpenAsync(page.AbsolutePath)).Path);
        order = await order.UnlockAsync(key["#key=".Length..]);
        await order.AnswerBankAsync(approve: true);

        Assert.Null((await shopper.UntilAsync(id, OrderStatus.Confirmed)).Text("approvalUrl"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_order_is_cancelled_over_the_api_and_its_money_goes_back(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        Assert.True((await shopper.UntilAsync(id, OrderStatus.Confirmed)).GetProperty("canBeCancelled").GetBoolean());

        var cancelled = await shopper.CancelAsync(id);
        var again = await shopper.CancelAsync(id);

        Assert.Equal(("cancelled", "[]", "[]"), (cancelled.Text("order", "status"), cancelled.GetProperty("errors").ToString(), again.GetProperty("errors").ToString()));
        await shopper.UntilAsync(id, PaymentStatus.Refunded);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_costs_the_same_statements_whatever_of_it_is_asked_and_whether_it_exists(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Confirmed);

        var all = await shop.Sql.FewestAsync(() => shopper.OrderAsync(id));
        var little = await shop.Sql.DuringAsync(() => shopper.AskAsync("query ($id: ID!) { order(id: $id) { status } }", new { id }));
        var none = await shop.Sql.DuringAsync(() => shopper.AskAsync("query ($id: ID!) { order(id: $id) { status } }", new { id = "AAAAAAAAAAAAAAAAAAAAAA" }));

        Assert.Equal(little, none);
        Assert.Equal(3, little.Count);
        Assert.InRange(all, 3, 6);
    }
}
