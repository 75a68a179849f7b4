using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class LaterAddressTests(ShopServers servers)
{
    private static readonly object Elsewhere = new { name = "Dana Whitlock", line1 = "1 Main St", city = "Peoria", state = "IL", zip = "61602" };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_without_an_address_is_paid_and_takes_one_once(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = await WithoutAddressAsync(shop, shopper);
        var paid = await shopper.UntilAsync(id, OrderStatus.Confirmed);

        var given = await shopper.GiveAddressAsync(id);
        var again = await shopper.GiveAddressAsync(id);
        var other = await shopper.GiveAddressAsync(id, Elsewhere);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, paid.GetProperty("shippingAddress").ValueKind);
        Assert.Equal(("60614", "address_given"), (given.Text("order", "shippingAddress", "zip"), given.GetProperty("order").GetProperty("timeline").EnumerateArray().Last().Text("kind")));
        Assert.Empty(again.Codes());
        Assert.Equal(["address.given -"], other.Errors());
        Assert.Equal("60614", other.Text("order", "shippingAddress", "zip"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_many_addresses_that_come_at_once_one_counts(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = await WithoutAddressAsync(shop, shopper);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => shopper.GiveAddressAsync(
            id, new { name = "Dana", line1 = $"{i} Main St", city = "Peoria", state = "IL", zip = "61602" })));

        Assert.Single(answers, answer => answer.Codes().Count == 0);
        Assert.Single((await shopper.OrderAsync(id)).GetProperty("timeline").EnumerateArray(), step => step.Text("kind") == "address_given");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_total_of_an_order_never_changes_whatever_state_it_goes_to(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, ("Tax:Rates:IL:Supplement", "10"), ("Tax:Rates:IL:Shipping", "10"));
        using var shopper = ApiShopper.At(shop);
        var id = await WithoutAddressAsync(shop, shopper);
        var before = await shopper.OrderAsync(id);

        var after = (await shopper.GiveAddressAsync(id)).GetProperty("order");

        Assert.Equal((0, 3590), (before.Cents("taxCents"), before.Cents("totalCents")));
        Assert.Equal(before.GetProperty("totals").ToString(), after.GetProperty("totals").ToString());
    }

    [Fact]
    public async Task Each_field_of_an_address_is_refused_at_its_place()
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        var id = await WithoutAddressAsync(shop, shopper);

        var refused = await shopper.GiveAddressAsync(id, new { name = "", line1 = "\u202e", city = "Peoria", state = "Illinois", zip = "6160", phone = new string('1', 31) });

        Assert.Equal(
            ["name.missing input.address.name", "line1.missing input.address.line1", "state.invalid input.address.state", "zip.invalid input.address.zip", "phone.long input.address.phone"],
            refused.Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_has_ended_takes_no_address(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = await WithoutAddressAsync(shop, shopper);
        await shopper.UntilAsync(id, OrderStatus.Confirmed);
        await shopper.CancelAsync(id);

        Assert.Equal(["order.closed -"], (await shopper.GiveAddressAsync(id)).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_page_asks_for_the_address_and_the_receipt_shows_it_afterwards(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var browser = shop.NewVisitor();
        var id = await WithoutAddressAsync(shop, shopper);
        await shopper.UntilAsync(id, OrderStatus.Confirmed);
        var open = await (await browser.OrderAsync(id)).UnlockAsync(shopper.Token!);
        var before = await browser.OpenAsync($"/orders/{id}/receipt");

        var refused = await open.GiveAddressAsync(zip: "123");
        var given = await refused.GiveAddressAsync();
        var receipt = await Poll.UntilAsync(() => browser.OpenAsync($"/orders/{id}/receipt"), page => page.Html.Contains("60614", StringComparison.Ordinal), "the receipt to hold the address");

        Assert.DoesNotContain("60614", before.Html, StringComparison.Ordinal);
        Assert.Equal((System.Net.HttpStatusCode.UnprocessableEntity, true), (refused.Status, refused.AsksForAddress));
        Assert.Contains("Five digits, please.", refused.Page.Text("#zip-e"), StringComparison.Ordinal);
        Assert.False(given.AsksForAddress);
        Assert.Contains("60614", given.Summary, StringComparison.Ordinal);
        Assert.Contains("GLP-", receipt.Html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nothing_ships_without_an_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var session = await shop.CartAsync((product, 1));
        var placed = (await shop.Get<Core.Checkout.Cashier>().PlaceAsync(Some.Request(session) with { Address = null })).Value!;
        await shop.RunJobsAsync();
        var id = (await shop.OrderAsync(placed.PublicId)).Id;

        var early = await shop.Get<OrderEditor>().ShipAsync(id);
        Assert.Null((await shop.Get<Core.Checkout.OrderAddress>().SetAsync(placed.PublicId, new OrderProof(session), Some.Form())).Problem);

        Assert.Equal("order.no_address", early.Problem?.Code);
        Assert.Null((await shop.Get<OrderEditor>().ShipAsync(id)).Problem);
    }

    private static async Task<string> WithoutAddressAsync(ShopServer shop, ApiShopper shopper)
    {
        await shopper.AddAsync(await shop.StockAsync(Some.Product(price: 30m)));
        return (await shopper.CreateAsync(new() { ["paymentMethodId"] = SandboxGateway.Visa })).Text("order", "id")!;
    }
}
