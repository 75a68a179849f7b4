using System.Net;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

public sealed class OrderPageTests(ShopServers servers)
{
    [Fact]
    public async Task The_browser_that_ordered_sees_lines_address_and_email()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();

        var order = await visitor.BuyAsync(product, quantity: 2);

        Assert.All([product.Name, Some.Form().Line1!, Some.Form().Email!], part => Assert.Contains(part, order.Summary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_browser_sees_the_status_but_neither_address_nor_email()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        var order = await visitor.BuyAsync(product);

        var seen = await stranger.OrderAsync(order.PublicId);

        Assert.Contains(product.Name, seen.Summary, StringComparison.Ordinal);
        Assert.Contains("d***@example.com", seen.Summary, StringComparison.Ordinal);
        Assert.All(
            [Some.Form().Email!, Some.Form().Name!, Some.Form().Line1!, Some.Form().Zip!],
            secret => Assert.DoesNotContain(secret, seen.Page.Html, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_paid_order_that_is_cancelled_shows_the_money_on_its_way_back()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var paid = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed);

        var cancelled = await (await paid.CancelAsync()).UntilStepAsync("Money on its way back");

        Assert.Equal("cancelled", cancelled.OrderStatus);
        Assert.Equal(
            ["We have your order", "Payment went through", "Order ended", "Refund promised", "Money on its way back"], cancelled.Steps);
        Assert.False(cancelled.OffersToCancel);
    }

    [Fact]
    public async Task A_second_click_on_cancel_finds_it_done()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var paid = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed);

        await paid.CancelAsync();
        var again = await paid.CancelAsync();

        Assert.Equal((HttpStatusCode.OK, "cancelled"), (again.Status, again.OrderStatus));
    }

    [Fact]
    public async Task Another_browser_sees_nothing_of_refunds_and_cannot_cancel()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        var paid = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed);
        Assert.False((await stranger.OrderAsync(paid.PublicId)).OffersToCancel);

        await (await paid.CancelAsync()).UntilStepAsync("Money on its way back");

        Assert.Equal(["We have your order", "Payment went through", "Order ended"], (await stranger.OrderAsync(paid.PublicId)).Steps);
    }

    [Fact]
    public async Task Another_browser_cannot_pay_a_failed_order()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        var failed = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);

        Assert.True(failed.OffersToPay);
        Assert.False((await stranger.OrderAsync(failed.PublicId)).OffersToPay);
    }

    [Fact]
    public async Task A_payment_that_another_browser_forges_is_refused()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        var failed = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);
        var own = await (await stranger.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);
        var fields = own.Page.Document.QuerySelectorAll("main form input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")));

        var answer = await stranger.PostAsync($"/orders/{failed.PublicId}", [.. fields, ("payment", SandboxGateway.Visa)]);

        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Equal("failed", (await visitor.OrderAsync(failed.PublicId)).OrderStatus);
    }

    [Theory]
    [InlineData("Cache-Control", "no-store")]
    [InlineData("X-Robots-Tag", "noindex")]
    [InlineData("Referrer-Policy", "no-referrer")]
    public async Task An_orders_page_stays_out_of_caches_search_engines_and_other_sites_logs(string header, string value)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var order = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.ThreeDSecure)).UntilApprovalIsAskedAsync();

        var bank = await visitor.OpenAsync($"/orders/{order.PublicId}/approve");

        Assert.All([order.Page, bank], page => Assert.Contains(value, page.Header(header), StringComparison.Ordinal));
        Assert.EndsWith("/approve", bank.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1")]
    [InlineData("%27%20OR%201=1")]
    public async Task An_order_that_is_not_there_is_a_page_of_404_and_is_not_kept_either(string publicId)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var answer = await visitor.OpenAsync($"/orders/{publicId}");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.NotEqual("", answer.Heading);
    }

    [Fact]
    public async Task A_guests_own_page_names_the_way_to_it_from_another_browser()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var order = await visitor.BuyAsync(await shop.StockAsync(Some.Product()));

        Assert.Contains("with a code from your mailbox", order.Page.Text("#keep"), StringComparison.Ordinal);
        Assert.NotNull(order.Page.Document.QuerySelector("#keep a[href='/orders/find']"));
    }

    [Fact]
    public async Task A_moving_order_carries_the_live_watcher_and_a_settled_one_does_not()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var waiting = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.ThreeDSecure)).UntilApprovalIsAskedAsync();

        var paid = await (await waiting.AnswerBankAsync(approve: true)).UntilAsync(OrderStatus.Confirmed);
        var settled = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);

        Assert.Contains("<!--Blazor:{", waiting.Page.Html, StringComparison.Ordinal);
        Assert.Contains("<!--Blazor:{", paid.Page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--Blazor:{", settled.Page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_public_id_session_email_or_address_is_in_the_log()
    {
        await using var shop = await ShopServer.StartAsync(Core.Data.DatabaseProvider.Sqlite);
        using var visitor = shop.NewVisitor();
        var failed = await (await visitor.BuyAsync(await shop.InStockAsync(), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);
        var order = await (await failed.PayAgainAsync(SandboxGateway.NetworkErrors)).UntilAsync(OrderStatus.Confirmed);

        string[] secrets = [order.PublicId, visitor.Cookie("cart")!, Some.Form().Email!, Some.Form().Line1!, Some.Form().Name!];
        Assert.All(shop.Log.AsOperated(), line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }
}
