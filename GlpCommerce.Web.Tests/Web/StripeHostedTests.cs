using System.Net;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>A browser without script, which pays on Stripe's own page.</summary>
public sealed class StripeHostedTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_payment_step_answers_303_to_the_page_at_Stripe_as_often_as_it_is_opened(DatabaseProvider provider)
    {
        await using var stripe = await FakeStripe.StartAsync();
        await using var shop = await ShopServer.StartAsync(provider, stripe.Settings);
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product());
        await (await visitor.BeginCheckoutAsync(product)).FillIn().PayWith(StripeGateway.Hosted).PressAsync();
        var order = (await Poll.UntilAsync(
            () => shop.OrdersOfAsync(product), orders => orders.TrueForAll(o => o.PaymentStatus == PaymentStatus.RequiresAction), "the page to be opened at Stripe")).Single();
        using var browser = new Visitor(shop.Server.CreateHandler(), visitor.Address, followsRedirects: false);
        browser.Cookies.Add(visitor.Address, visitor.Cookies.GetCookies(visitor.Address));
        using var stranger = new Visitor(shop.Server.CreateHandler(), visitor.Address, followsRedirects: false);

        using var first = await browser.SendAsync(HttpMethod.Get, $"/orders/{order.PublicId}/pay");
        using var again = await browser.SendAsync(HttpMethod.Get, $"/orders/{order.PublicId}/pay");
        using var other = await stranger.SendAsync(HttpMethod.Get, $"/orders/{order.PublicId}/pay");

        var page = (string)Assert.Single(stripe.Rows("checkout.session"))["url"]!;
        Assert.StartsWith($"{stripe.Address}pay/cs_test", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, page), (first.StatusCode, first.Headers.Location?.ToString()));
        Assert.Equal((HttpStatusCode.SeeOther, page), (again.StatusCode, again.Headers.Location?.ToString()));
        Assert.DoesNotContain("cs_test", other.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
    }
}
