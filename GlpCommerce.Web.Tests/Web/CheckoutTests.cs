using System.Net;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

public sealed class CheckoutTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_guest_buys_and_the_order_is_confirmed_for_the_total_that_was_shown(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();
        var checkout = await visitor.BeginCheckoutAsync(product, quantity: 2);

        var order = await (await checkout.FillIn().PlaceAsync()).UntilAsync(OrderStatus.Confirmed);

        Assert.Contains("$200.00", checkout.Button, StringComparison.Ordinal);
        Assert.Equal("$200.00", order.Total);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_address_that_cannot_be_kept_does_not_come_between_the_shopper_and_the_payment(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        var (member, email) = await shop.MemberAsync();
        using var _ = member;
        await using var db = shop.Db();
        var account = await db.Accounts.Where(a => a.Email == email).Select(a => a.Id).SingleAsync();
        await db.Database.ExecuteSqlRawAsync(NoRoom(provider, account));

        await (await (await member.BeginCheckoutAsync(product)).FillIn().KeepAddress().PlaceAsync()).UntilAsync(OrderStatus.Confirmed);

        Assert.False(await db.AccountAddresses.AnyAsync(a => a.AccountId == account));
        Assert.Contains(shop.Log.AsOperated(), line => line.Contains("its address could not be kept", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Place_order_pressed_twenty_times_makes_one_order_and_every_press_leads_to_it(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(stock: 50));
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => checkout.PressAsync()));

        var order = Assert.Single(await shop.OrdersOfAsync(product));
        Assert.All(answers, answer => Assert.Equal($"/orders/{order.PublicId}", answer.Path));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_tabs_that_place_one_cart_make_one_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(stock: 50));
        using var visitor = shop.NewVisitor();
        var one = (await visitor.BeginCheckoutAsync(product)).FillIn();
        var other = (await visitor.CheckoutAsync()).FillIn().Fill("name", "Dana W");

        var orders = await Task.WhenAll(one.PlaceAsync(), other.PlaceAsync());

        Assert.Equal(orders[0].PublicId, orders[1].PublicId);
        Assert.Single(await shop.OrdersOfAsync(product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_last_unit_goes_to_one_of_two_browsers_and_the_other_reads_a_sentence(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(stock: 1));
        using var one = shop.NewVisitor();
        using var other = shop.NewVisitor();
        var checkouts = new[] { (await one.BeginCheckoutAsync(product)).FillIn(), (await other.BeginCheckoutAsync(product)).FillIn() };

        var answers = await Task.WhenAll(checkouts.Select(checkout => checkout.PressAsync()));

        Assert.Single(answers, answer => answer.Path.StartsWith("/orders/", StringComparison.Ordinal));
        var refused = Assert.Single(answers, answer => answer.Status == HttpStatusCode.UnprocessableEntity);
        Assert.Contains(refused.Alerts, alert => alert.Contains("sold out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_back_button_after_ordering_leads_to_the_same_order_and_never_to_a_second()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        var order = await checkout.PlaceAsync();

        var again = await checkout.PlaceAsync();

        Assert.Equal(order.PublicId, again.PublicId);
        Assert.Single(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task An_old_checkout_form_leaves_the_new_cart_alone()
    {
        var shop = await servers.AnyAsync();
        var (first, second) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product()));
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(first)).FillIn();
        await checkout.PlaceAsync();
        await (await visitor.ProductAsync(second)).AddToCartAsync();

        await checkout.PlaceAsync();

        Assert.Equal("1", (await visitor.CartAsync()).Quantity(second.Name));
        Assert.Empty(await shop.OrdersOfAsync(second));
    }

    [Fact]
    public async Task After_ordering_the_cart_is_empty_and_the_checkout_leads_there()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        await visitor.BuyAsync(await shop.StockAsync(Some.Product()));

        var checkout = await visitor.CheckoutAsync();

        Assert.Equal("/cart", checkout.Page.Path);
    }

    [Fact]
    public async Task An_empty_cart_has_no_checkout()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        Assert.Equal("/cart", (await visitor.CheckoutAsync()).Page.Path);
    }

    [Fact]
    public async Task A_cart_that_another_tab_emptied_is_refused_with_a_sentence_and_the_form_stays_filled()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        await (await visitor.CartAsync()).TakeOutAsync(product.Name);

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Alerts, alert => alert.Contains("cart is empty", StringComparison.Ordinal));
        Assert.Equal(Some.Form().Line1, refused["line1"]);
    }

    [Fact]
    public async Task A_price_that_changed_is_refused_once_and_the_new_total_can_be_accepted()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        await shop.ChangeAsync(product, p => p.Price = Money.Of(130m));

        var refused = await checkout.PlaceRefusedAsync();
        var order = await refused.PlaceAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Alerts, alert => alert.Contains("$130.00", StringComparison.Ordinal));
        Assert.Contains("$130.00", refused.Button, StringComparison.Ordinal);
        Assert.Equal("$130.00", order.Total);
    }

    [Fact]
    public async Task A_quantity_that_another_tab_changed_is_a_new_total_to_accept()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        await (await visitor.CartAsync()).SetAsync(product.Name, "2");

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task A_product_that_vanished_since_is_named_and_nothing_is_ordered()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        await shop.ChangeAsync(product, p => p.IsPublished = false);

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Alerts, alert => alert.Contains(product.Name, StringComparison.Ordinal));
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task A_product_that_sold_out_since_is_named_and_the_rest_can_be_ordered_without_typing_again()
    {
        var shop = await servers.AnyAsync();
        var (gone, rest) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product(price: 100m)));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(gone)).AddToCartAsync();
        var checkout = (await visitor.BeginCheckoutAsync(rest)).FillIn();
        await shop.ChangeAsync(gone, p => p.Stock.OnHand = 0);

        var refused = await checkout.PlaceRefusedAsync();
        await (await visitor.CartAsync()).TakeOutAsync(gone.Name);
        var total = await refused.PlaceRefusedAsync();
        var order = await total.PlaceAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(refused.Alerts, alert => alert.Contains(gone.Name, StringComparison.Ordinal));
        Assert.Equal("$100.00", order.Total);
    }

    [Fact]
    public async Task An_amount_that_the_browser_made_up_is_never_charged()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn().Fill("expectedTotal", "100");

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task Somebody_elses_cart_cannot_be_ordered_by_its_id()
    {
        var shop = await servers.AnyAsync();
        var (mine, theirs) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product()));
        using var owner = shop.NewVisitor();
        using var thief = shop.NewVisitor();
        var owned = await owner.BeginCheckoutAsync(theirs);
        var stolen = (await thief.BeginCheckoutAsync(mine)).FillIn().Fill("cartId", owned["cartId"]);

        await stolen.PlaceRefusedAsync();

        Assert.Empty(await shop.OrdersOfAsync(theirs));
    }

    [Fact]
    public async Task A_declined_card_fails_the_order_and_another_card_saves_it_without_typing_again()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(stock: 1));
        using var visitor = shop.NewVisitor();
        var failed = await (await visitor.BuyAsync(product, card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);

        var paid = await (await failed.PayAgainAsync(SandboxGateway.Visa)).UntilAsync(OrderStatus.Confirmed);

        Assert.Equal(failed.PublicId, paid.PublicId);
    }

    [Theory]
    [InlineData(true, OrderStatus.Confirmed)]
    [InlineData(false, OrderStatus.Failed)]
    public async Task The_shoppers_answer_to_the_bank_decides_the_order(bool approve, OrderStatus status)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var waiting = await (await visitor.BuyAsync(product, card: SandboxGateway.ThreeDSecure)).UntilApprovalIsAskedAsync();

        var answered = await (await waiting.AnswerBankAsync(approve)).UntilAsync(status);

        Assert.False(answered.AsksForApproval);
    }

    [Fact]
    public async Task Nobody_else_can_answer_the_bank()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var stranger = shop.NewVisitor();
        var waiting = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.ThreeDSecure)).UntilApprovalIsAskedAsync();

        var seen = await stranger.OrderAsync(waiting.PublicId);
        var bank = await stranger.OpenAsync($"/orders/{waiting.PublicId}/approve");

        Assert.False(seen.AsksForApproval);
        Assert.Equal($"/orders/{waiting.PublicId}", bank.Path);
    }

    /// <summary>10 % of 40 dollars and 5 % of the parcel's 6 are 4.30.</summary>
    [Fact]
    public async Task The_tax_of_a_state_is_the_same_in_the_cart_on_the_checkout_and_on_the_order()
    {
        await using var shop = await ShopServer.StartAsync(
            DatabaseProvider.Sqlite, ("Shipping:FlatRate", "6"), ("Shipping:FreeOver", "75"), ("Tax:Rates:IL:Supplement", "10"), ("Tax:Rates:IL:Shipping", "5"));
        var product = await shop.StockAsync(Some.Product(price: 40m));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(product)).AddToCartAsync();

        var cart = new CartPage(visitor, await visitor.OpenAsync("/cart?state=IL"));
        var checkout = await cart.CheckOutAsync();
        var order = await (await checkout.FillIn().PlaceAsync()).UntilAsync(OrderStatus.Confirmed);

        string[] costs = ["$40.00", "$6.00", "$4.30", "$50.30"];
        Assert.All([cart.Page, checkout.Page, order.Page], page => Assert.Equal(costs, page.Texts("table.sum tr:not(.dim) td")));
        Assert.Contains("$50.30", checkout.Button, StringComparison.Ordinal);
        var kept = Assert.Single(await shop.OrdersOfAsync(product));
        Assert.Equal((Money.Of(4.30m), Money.Of(50.30m)), (kept.Tax, kept.Total));
    }

    [Fact]
    public async Task Without_script_the_tax_is_said_when_the_order_is_placed_and_nobody_is_told_that_a_price_changed()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("Shipping:FlatRate", "6"), ("Tax:Rates:IL:Supplement", "10"));
        var product = await shop.StockAsync(Some.Product(price: 40m));
        using var visitor = shop.NewVisitor();
        var checkout = await (await (await visitor.ProductAsync(product)).AddToCartAsync()).CheckOutAsync();

        var refused = await checkout.FillIn().PlaceRefusedAsync();

        Assert.Contains("With the sales tax of your state, $4.00, the total is $50.00. If that is fine with you, place the order again.", refused.Page.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("$50.00", refused.Button, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_without_a_rate_takes_no_tax()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(await shop.StockAsync(Some.Product()))).AddToCartAsync();

        var asked = await visitor.OpenAsync("/cart?state=IL");

        Assert.Equal("$0.00", asked.Texts("table.sum td")[^2]);
    }

    /// <summary>The database takes no address of this account.</summary>
    private static string NoRoom(DatabaseProvider provider, long account) => provider == DatabaseProvider.Sqlite
        ? $"CREATE TRIGGER no_room_{account} BEFORE INSERT ON \"AccountAddresses\" WHEN NEW.\"AccountId\" = {account} BEGIN SELECT RAISE(ABORT, 'no room'); END"
        : $"CREATE FUNCTION no_room_{account}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$;"
            + $"CREATE TRIGGER no_room_{account} BEFORE INSERT ON \"AccountAddresses\" FOR EACH ROW WHEN (NEW.\"AccountId\" = {account}) EXECUTE FUNCTION no_room_{account}()";
}
