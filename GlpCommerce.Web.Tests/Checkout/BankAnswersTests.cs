using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

public sealed class BankAnswersTests
{
    private readonly Product _product = Some.Product(stock: 1);

    /// <summary>What a card is refused for, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string, string>> Declines =>
        from row in TestDatabase.Each
        from decline in new[]
        {
            (SandboxGateway.Declined, "Your bank said no to this card. Nothing was charged."),
            (SandboxGateway.InsufficientFunds, "Your bank said there is not enough money on this card. Nothing was charged."),
            ("pm_unknown", "This way to pay is not known to us. Nothing was charged."),
        }
        select new TheoryDataRow<DatabaseProvider, string, string>(row.Data, decline.Item1, decline.Item2) { Skip = row.Skip };

    [Fact]
    public async Task A_failed_order_can_be_paid_at_its_prices_for_a_day_and_only_while_its_products_are_sold()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = Some.Product(stock: 5);
        await shop.StockAsync(product);
        var session = await shop.CartAsync((product, 1));
        var id = (await shop.PlaceAsync(session, SandboxGateway.Declined)).Value!.PublicId;
        await shop.RunJobsAsync();
        await using var db = shop.Db();

        await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.IsPublished, false));
        Assert.Equal("product.gone", (await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa)).Problem!.Code);
        await db.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.IsPublished, true));
        shop.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal("order.closed", (await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa)).Problem!.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_bank_that_asks_is_waited_for_and_its_yes_confirms(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, id) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 1, 1), await shop.StandsAsync(id, _product));
        Assert.True(await shop.Get<BankPage>().IsWaitingAsync(id, new OrderProof(session)));

        await shop.Get<BankPage>().AnswerAsync(id, new OrderProof(session), approved: true);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 0, 0), await shop.StandsAsync(id, _product));
        Assert.False(await shop.Get<BankPage>().IsWaitingAsync(id, new OrderProof(session)));
        Assert.Single(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_no_at_the_bank_fails_the_order_in_words_and_gives_the_stock_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, id) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);

        await shop.Get<BankPage>().AnswerAsync(id, new OrderProof(session), approved: false);
        await shop.RunJobsAsync();
        await shop.Get<BankPage>().AnswerAsync(id, new OrderProof(session), approved: true);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 1, 0), await shop.StandsAsync(id, _product));
        Assert.Equal("The payment was not approved with your bank. Nothing was charged.", (await shop.OrderAsync(id)).FailureReason);
        Assert.Empty(shop.Mail.Sent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_the_browser_that_ordered_can_answer(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (_, id) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);

        foreach (var stranger in new[] { null, "", Secrets.New() })
        {
            Assert.False(await shop.Get<BankPage>().IsWaitingAsync(id, new OrderProof(stranger)));
            Assert.Equal("order.unknown", (await shop.Get<BankPage>().AnswerAsync(id, new OrderProof(stranger), approved: true)).Problem?.Code);
        }

        Assert.Equal(IntentStatus.RequiresAction, Assert.Single(await shop.IntentsAsync()).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Any_text_at_all_may_stand_where_the_order_does(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        foreach (var text in Some.Nonsense)
        {
            Assert.False(await shop.Get<BankPage>().IsWaitingAsync(text, new OrderProof("session")));
        }
    }

    [Theory, MemberData(nameof(Declines))]
    public async Task A_decline_says_why(DatabaseProvider provider, string method, string reason)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (_, id) = await PlacedAsync(shop, method);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 1, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(reason, (await shop.OrderAsync(id)).FailureReason);
        Assert.Equal(reason, (await shop.OrderAsync(id)).Events.MaxBy(e => e.Id)!.Text);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Paying_again_when_the_stock_is_gone_is_refused_and_the_order_stays_failed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, id) = await PlacedAsync(shop, SandboxGateway.Declined);
        await shop.PlacedAsync(_product);
        await shop.RunJobsAsync();

        var again = await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa);
        await shop.RunJobsAsync();

        Assert.Equal("stock.short", again.Problem?.Code);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 0, 0), await shop.StandsAsync(id, _product));
        Assert.NotNull((await shop.OrderAsync(id)).FailureReason);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Paying_again_with_eight_clicks_at_once_is_one_attempt(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(Some.Product());
        var (session, id) = await PlacedAsync(shop, SandboxGateway.Declined);

        var clicks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa))));
        await shop.RunJobsAsync();

        Assert.All(clicks, click => Assert.Null(click.Problem));
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 0, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(2, (await shop.IntentsAsync()).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_else_can_pay_again_and_a_closed_order_cannot_be_paid(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, id) = await PlacedAsync(shop, SandboxGateway.ThreeDSecure);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        var stranger = await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(Secrets.New()), SandboxGateway.Visa);
        var closed = await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), SandboxGateway.Visa);

        Assert.Equal(("order.unknown", "order.closed"), (stranger.Problem?.Code, closed.Problem?.Code));
        Assert.Equal(OrderStatus.Cancelled, (await shop.OrderAsync(id)).Status);
    }

    private async Task<(string Session, string PublicId)> PlacedAsync(TestShop shop, string method)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var placed = await shop.PlaceAsync(session, method);
        await shop.RunJobsAsync();
        return (session, placed.Value!.PublicId);
    }
}
