using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>A shopper whose order stands while Stripe cannot be reached.</summary>
public sealed class StripeOutageTests
{
    [Theory]
    [InlineData("pm_card_visa")]
    [InlineData(StripeGateway.Hosted)]
    public async Task The_orders_page_lets_them_go_on_as_soon_as_Stripe_is_back(string method)
    {
        await using var stripe = await FakeStripe.StartAsync();
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, stripe.Settings);
        var operation = method == StripeGateway.Hosted ? FakeStripeFaults.OpenPage : FakeStripeFaults.Create;
        stripe.Faults.Order(operation, StripeFault.Overload, times: 1_000);
        using var visitor = shop.NewVisitor();
        var order = await visitor.BuyAsync(await shop.InStockAsync(), card: method);
        order = new(visitor, await visitor.OpenAsync($"/orders/{order.PublicId}"));
        Assert.Equal("pending", order.OrderStatus);
        Assert.True(order.OffersToGoOn);

        stripe.Faults.Forget(operation);
        var next = await visitor.OpenAsync($"/orders/{order.PublicId}/pay");

        if (method == StripeGateway.Hosted)
        {
            Assert.StartsWith("/pay/cs_test", next.Path, StringComparison.Ordinal);
        }
        else
        {
            await order.UntilAsync(OrderStatus.Confirmed);
        }
    }
}
