using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>The payment step of an order that stands.</summary>
public sealed class StripeStepTests(StripeServers servers) : IClassFixture<StripeServers>
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_would_pay_a_second_time_is_told_why_not_and_led_back_to_the_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var visitor = shop.NewVisitor();
        var order = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: "pm_card_chargeDeclined")).UntilAsync(OrderStatus.Failed);
        var step = await visitor.OpenAsync($"/orders/{order.PublicId}/pay");
        var form = step.Document.Forms.First(f => f.QuerySelector("input[name=payment]") is not null);
        form.QuerySelector<IHtmlInputElement>("input[name=payment]")!.Value = "pm_card_visa";
        await CaptureOtherAsync(shop, order.PublicId);

        var refused = await visitor.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));
        var again = await visitor.OpenAsync($"/orders/{order.PublicId}/pay");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, CheckoutProblems.MoneyHeld.Message), (refused.Status, refused.Text("[role=alert]")));
        Assert.Equal($"/orders/{order.PublicId}", again.Path);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_answers_the_bank_when_its_no_is_known_already_comes_to_the_order(DatabaseProvider provider)
    {
        var (shop, stripe) = (await servers.OnAsync(provider), await servers.StripeAsync());
        using var visitor = shop.NewVisitor();
        var product = await shop.StockAsync(Some.Product());
        var order = await visitor.BuyAsync(product, card: "pm_card_threeDSecure2Required");
        await Poll.UntilAsync(() => shop.OrdersOfAsync(product), orders => orders.TrueForAll(o => o.PaymentStatus == PaymentStatus.RequiresAction), "the bank to ask");
        var asked = await visitor.OpenAsync($"/orders/{order.PublicId}/pay");
        stripe.Answer(await IntentOfAsync(shop, order.PublicId), approved: false);
        await visitor.OpenAsync($"/orders/{order.PublicId}/back");
        await order.UntilAsync(OrderStatus.Failed);

        var answered = await visitor.SubmitAsync(Assert.Single(asked.Document.Forms, form => form.QuerySelector("[data-secret]") is not null));

        Assert.Equal((HttpStatusCode.OK, $"/orders/{order.PublicId}"), (answered.Status, answered.Path));
    }

    private static async Task<string> IntentOfAsync(ShopServer shop, string publicId)
    {
        await using var db = shop.Db();
        return await db.PaymentAttempts.Where(a => db.Set<Order>().Any(o => o.Id == a.OrderId && o.PublicId == publicId)).Select(a => a.IntentId!).SingleAsync();
    }

    /// <summary>The provider says that another amount than was asked for is there.</summary>
    private static Task<bool> CaptureOtherAsync(ShopServer shop, string publicId) => shop.Services.GetRequiredService<IShopDbFactory>().InTransactionAsync(async db =>
    {
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.PublicId == publicId);
        var attempt = await db.PaymentAttempts.AsNoTracking().SingleAsync(a => a.OrderId == order.Id);
        var intent = new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents - 1);
        await shop.Services.GetRequiredService<PaymentSettlement>().ApplyAsync(db, attempt, intent, default);
        return await db.SaveChangesAsync() >= 0;
    });
}
