using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class ApiStripeTests(StripeServers servers) : IClassFixture<StripeServers>
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_card_is_charged_by_the_name_that_the_client_got_from_stripe(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);

        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), "pm_card_visa")).Text("id")!;

        Assert.Equal("succeeded", (await shopper.UntilAsync(id, OrderStatus.Confirmed)).Text("paymentStatus"));
    }

    [Fact]
    public async Task A_client_is_told_the_key_that_stripes_library_asks_for()
    {
        using var api = ApiClient.Of(await servers.OnAsync(DatabaseProvider.Sqlite));

        var answer = await api.AskAsync("{ payments { provider publishableKey } }");

        Assert.Equal(("stripe", FakeStripe.PublishableKey), (answer.Data.Text("payments.provider"), answer.Data.Text("payments.publishableKey")));
        Assert.DoesNotContain(FakeStripe.SecretKey, answer.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Three_d_secure_is_finished_with_the_secret_and_the_next_reading_finds_it_paid(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var stripe = await servers.StripeAsync();
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), "pm_card_threeDSecure2Required")).Text("id")!;
        var waiting = await shopper.UntilAsync(id, PaymentStatus.RequiresAction);
        var secret = waiting.Text("clientSecret")!;

        Assert.Null((await stranger.OrderAsync(id)).Text("clientSecret"));
        stripe.Answer(secret[..secret.IndexOf("_secret_", StringComparison.Ordinal)], approved: true);

        // No message has come from Stripe: whoever reads the payment has it looked at.
        Assert.Null((await shopper.UntilAsync(id, OrderStatus.Confirmed)).Text("clientSecret"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_secret_of_a_payment_is_for_its_payer_and_not_for_staff(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (staff, _) = await shop.TokenHolderAsync(Roles.Staff);
        using var theirs = staff;
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), "pm_card_threeDSecure2Required")).Text("id")!;
        var own = (await staff.BuyAsync(await shop.StockAsync(Some.Product()), "pm_card_threeDSecure2Required")).Text("id")!;
        await shopper.UntilAsync(id, PaymentStatus.RequiresAction);
        await staff.UntilAsync(own, PaymentStatus.RequiresAction);

        var read = await staff.OrderAsync(id);

        Assert.Equal(("requires_action", null, null), (read.Text("paymentStatus"), read.Text("clientSecret"), read.Text("approvalUrl")));
        Assert.NotNull((await staff.OrderAsync(own)).Text("clientSecret"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_without_a_payment_is_paid_on_the_payment_step(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!;
        var open = await (await browser.OrderAsync(id)).UnlockAsync(shopper.Token!);
        var link = open.Page.Document.QuerySelector($"main a[href='/orders/{id}/pay']");

        var step = await browser.OpenAsync($"/orders/{id}/pay");
        var form = step.Document.Forms.First(f => f.QuerySelector("input[name=payment]") is not null);
        form.QuerySelector<IHtmlInputElement>("input[name=payment]")!.Value = "pm_card_visa";
        await browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));

        Assert.Equal("Choose how to pay", link?.TextContent);
        await shopper.UntilAsync(id, OrderStatus.Confirmed);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Stripes_own_page_is_where_a_hosted_payment_is_approved(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var stripe = await servers.StripeAsync();
        using var shopper = ApiShopper.At(shop);

        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), StripeGateway.Hosted)).Text("id")!;
        var waiting = await shopper.UntilAsync(id, PaymentStatus.RequiresAction);

        Assert.StartsWith(stripe.Address.ToString(), waiting.Text("approvalUrl"), StringComparison.Ordinal);
    }
}
