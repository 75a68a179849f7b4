using System.Net;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>An order's receipt over HTTP.</summary>
public sealed class ReceiptPageTests(ShopServers servers)
{
    public static TheoryData<string, string> Forms => new() { { "receipt", "text/html; charset=utf-8" }, { "receipt.pdf", "application/pdf" } };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_paid_orders_page_leads_its_holder_to_the_receipt_in_both_forms(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product());
        var order = await (await visitor.BuyAsync(product, quantity: 2)).UntilAsync(OrderStatus.Confirmed);
        Assert.Equal([$"/orders/{order.PublicId}/receipt", $"/orders/{order.PublicId}/receipt.pdf"], order.ReceiptLinks);

        var page = await visitor.OpenAsync(order.ReceiptLinks[0]!);
        using var answer = await visitor.SendAsync(HttpMethod.Get, order.ReceiptLinks[1]!);
        using var pdf = new PdfFile(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal($"Receipt {order.Number}", page.Document.Title);
        Assert.All(
            [product.Name, product.Sku, order.Total, Some.Form().Email!, Some.Form().Line1!],
            words => Assert.All([page.Text("main"), pdf.Text], text => Assert.Contains(words, text, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task It_is_kept_by_nobody_on_the_way_and_read_as_nothing_else(string form, string type)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var order = await PaidAsync(shop, visitor);

        var page = await visitor.OpenAsync($"/orders/{order.PublicId}/{form}");

        AssertPrivate(page);
        Assert.Equal((HttpStatusCode.OK, type), (page.Status, page.Header("Content-Type")));
        Assert.Equal(form == "receipt" ? "" : $"inline; filename=receipt-{order.Number}.pdf", page.Header("Content-Disposition"));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Asked_with_HEAD_it_says_the_same_without_the_content(string form, string type)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var order = await PaidAsync(shop, visitor);

        using var answer = await visitor.SendAsync(HttpMethod.Head, $"/orders/{order.PublicId}/{form}");

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.True(answer.Content.Headers.ContentLength > 1000);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task The_orders_own_key_in_a_header_opens_it_and_a_wrong_one_does_not(string form, string type)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var app = shop.NewVisitor();
        var order = await PaidAsync(shop, visitor);
        var key = OrderKeys.AccessToken(visitor.Cookie("cart")!, order.PublicId);

        using var right = await AskAsync(key);
        using var wrong = await AskAsync(OrderKeys.AccessToken("another-session-altogether", order.PublicId));
        using var broken = await AskAsync(new string('x', 4_000));

        Assert.Equal(type, right.Content.Headers.ContentType?.ToString());
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound], new[] { right, wrong, broken }.Select(answer => answer.StatusCode));

        Task<HttpResponseMessage> AskAsync(string token) => app.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"/orders/{order.PublicId}/{form}") { Headers = { { "X-Order-Token", token } } });
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_account_that_keeps_the_order_opens_it_in_a_browser_that_did_not_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = shop.NewVisitor();
        var order = await PaidAsync(shop, guest);
        var email = await shop.RegisteredAsync();
        using var owner = shop.NewVisitor();
        using var other = shop.NewVisitor();
        await owner.SignInAsync(email);
        await other.SignInAsync(await shop.RegisteredAsync());
        await using var db = shop.Db();
        var account = await db.Set<Account>().SingleAsync(a => a.Email == email);
        await db.Set<Order>().Where(o => o.PublicId == order.PublicId).ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, account.Id));

        foreach (var form in new[] { "receipt", "receipt.pdf" })
        {
            Assert.Equal(HttpStatusCode.OK, (await owner.OpenAsync($"/orders/{order.PublicId}/{form}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync($"/orders/{order.PublicId}/{form}")).Status);
        }
    }

    [Theory]
    [InlineData("receipt")]
    [InlineData("receipt.pdf")]
    public async Task Strangers_unpaid_orders_and_orders_that_are_not_there_get_the_same_page(string form)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        var paid = await PaidAsync(shop, visitor);
        var failed = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);

        Page[] pages =
        [
            await stranger.OpenAsync($"/orders/AAAAAAAAAAAAAAAAAAAAAA/{form}"), await stranger.OpenAsync($"/orders/{paid.PublicId}/{form}"),
            await stranger.OpenAsync($"/orders/{failed.PublicId}/{form}"), await visitor.OpenAsync($"/orders/{failed.PublicId}/{form}"),
            await stranger.OpenAsync($"/orders/%27%20OR%201=1/{form}"),
        ];

        Assert.All(pages, AssertPrivate);
        Assert.All(pages, page => Assert.Equal((HttpStatusCode.NotFound, pages[0].Text("main"), pages[0].Document.Title), (page.Status, page.Text("main"), page.Document.Title)));
        Assert.Empty((await stranger.OrderAsync(paid.PublicId)).ReceiptLinks);
        Assert.Empty(failed.ReceiptLinks);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task A_folder_that_lets_nothing_in_or_out_costs_the_shopper_nothing(string form, string type)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var visitor = shop.NewVisitor();
        Directory.CreateDirectory(Path.Combine(shop.Folder, "media"));
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "media", "orders"), "A file where a folder should be.");
        var order = await PaidAsync(shop, visitor);

        using var answer = await visitor.SendAsync(HttpMethod.Get, $"/orders/{order.PublicId}/{form}");

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Contains(shop.Log.Errors, line => line.Contains($"The receipt of order {order.Number} cannot be kept", StringComparison.Ordinal));
        Assert.All(shop.Log.AsOperated(), line => Assert.DoesNotContain(order.PublicId, line, StringComparison.Ordinal));
    }

    private static void AssertPrivate(Page page)
    {
        Assert.StartsWith("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(("noindex", "no-referrer", "nosniff"), (page.Header("X-Robots-Tag"), page.Header("Referrer-Policy"), page.Header("X-Content-Type-Options")));
        Assert.Contains("default-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    private static async Task<OrderPage> PaidAsync(ShopServer shop, Visitor visitor) =>
        await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed);
}
