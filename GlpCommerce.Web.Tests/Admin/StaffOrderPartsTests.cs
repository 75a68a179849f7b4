using System.Security.Claims;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin;

public sealed class StaffOrderPartsTests : ShopComponentContext
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Fact]
    public async Task The_timeline_holds_steps_money_emails_and_notes_the_newest_first()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Robin);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.RunJobsAsync();
        await shop.Get<NoteEditor>().AddAsync(order.Id, "A friendly one.", Robin);

        var read = await shop.Get<StaffOrderQueries>().FindAsync(order.Number);

        var timeline = Render<StaffOrderTimeline>(p => p.Add(x => x.Entries, StaffTimeline.Of(read!)));

        var titles = timeline.FindAll("li b").Select(title => title.TextContent).ToList();
        Assert.Equal("Note by an account that is gone", titles[0]);
        Assert.Equal("Email: Parcel has left", titles[1]);
        Assert.All(["Placed", "Payment attempt", "Payment captured", "Confirmed", "Email: Confirmation", "Shipped"], title => Assert.Contains(title, titles));
        Assert.Equal("https://www.ups.com/track?tracknum=1Z999AA10123456784", timeline.Find("li.step a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_timeline_keeps_what_a_parcel_was_said_to_travel_with_and_opens_what_was_written()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Usps, "9400111202555554321987", Robin);
        await shop.RunJobsAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.Get<ParcelEditor>().CorrectAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Robin);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.RunJobsAsync();

        var read = (await shop.Get<StaffOrderQueries>().FindAsync(order.Number))!;
        var timeline = Render<StaffOrderTimeline>(p => p.Add(x => x.Entries, StaffTimeline.Of(read)));

        var entries = timeline.FindAll("li .text").Select(text => string.Join(' ', text.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(["Sent because the number was corrected. Read it", "We corrected how you can follow your parcel. Before: USPS, 9400111202555554321987"], entries.Take(2));
        Assert.Equal($"/admin/emails/{read.Emails[^1].Id}", timeline.Find("li.mail a").GetAttribute("href"));
        Assert.Contains("With UPS. Tracking number 1Z999AA10123456784", entries);
    }

    [Fact]
    public async Task A_correction_begins_with_what_was_written_down()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.FedEx, "961102098765", Robin);
        var parcel = (await shop.Get<StaffOrderQueries>().FindAsync(order.Number))!.Shipment!;
        var dialog = await OpenAsync<TrackingDialog>(shop, order, (nameof(TrackingDialog.Parcel), parcel));

        Assert.Equal(("FedEx", "961102098765"), (dialog.Find("#carrier").GetAttribute("value"), dialog.Find("#tracking").GetAttribute("value")));
        dialog.Find("#tracking").Change("961102098766");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        Assert.Equal("961102098766", (await shop.Get<StaffOrderQueries>().FindAsync(order.Number))!.Shipment!.TrackingNumber);
    }

    [Fact]
    public async Task The_lines_say_how_many_units_were_refunded()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, [new RefundUnits(order.Lines[0].Id, 1, false)], false, "It leaked."), Robin);

        var lines = await LinesAsync(shop, order);

        Assert.Equal(["2", "1"], lines.FindAll("tbody td.num").Take(2).Select(cell => cell.TextContent.Trim()));
        Assert.Equal(order.Total.ToString(), lines.Find("tfoot .sum td").TextContent);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Under_the_total_stands_what_was_paid_went_back_and_is_kept_as_the_receipt_has_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        var (line, parcel) = (order.Lines[0], order.Shipping + order.ShippingTax);
        Assert.Equal([$"Paid {order.Total}"], Sums(await LinesAsync(shop, order)));

        await RefundAsync(shop, order, "first", new RefundUnits(line.Id, 1, false));
        Assert.Equal([$"Paid {order.Total}", $"Promised, and still to go back {line.UnitPrice}"], Sums(await LinesAsync(shop, order)));
        await shop.RunJobsAsync();
        var kept = order.Total - line.UnitPrice;
        Assert.Equal([$"Paid {order.Total}", $"Refunded -{line.UnitPrice}", $"Paid after refunds {kept}"], Sums(await LinesAsync(shop, order)));
        Assert.Equal(kept, (await shop.Get<ReceiptQueries>().FindAsync(order.Id))!.Receipt.Balance);

        await RefundAsync(shop, order, "second", new RefundUnits(line.Id, 1, false), withShipping: parcel > Money.Zero);
        await shop.RunJobsAsync();

        Assert.Equal([$"Paid {order.Total}", $"Refunded -{order.Total}", "Paid after refunds $0.00"], Sums(await LinesAsync(shop, order)));
        Assert.Equal(Money.Zero, (await shop.Get<ReceiptQueries>().FindAsync(order.Id))!.Receipt.Balance);
    }

    [Fact]
    public async Task A_refund_that_comes_back_counts_as_kept_again()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        await RefundAsync(shop, order, "first", new RefundUnits(order.Lines[0].Id, 1, false));
        await shop.RunJobsAsync();

        await using (var db = shop.Db())
        {
            await db.Refunds.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RefundState.Failed));
        }

        Assert.Equal([$"Paid {order.Total}"], Sums(await LinesAsync(shop, order)));
    }

    [Fact]
    public async Task A_word_where_a_number_belongs_gets_its_sentence_and_gives_nothing_back()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var dialog = await OpenAsync<RefundDialog>(shop, order);

        dialog.Find("#units-0").Change("two");
        dialog.Find("#reason").Change("It leaked.");
        dialog.Find("form").Submit();

        Assert.Equal("Write a whole number from 0 to 2.", dialog.Find("#units-0-e").TextContent);
        Assert.Equal("It leaked.", dialog.Find("#reason").GetAttribute("value"));
        Assert.Equal(0, (await shop.OrderAsync(order.PublicId)).Lines[0].RefundedQuantity);
    }

    [Fact]
    public async Task What_is_typed_for_two_lines_of_one_name_is_kept_for_each_of_them()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (one, other) = (Some.Product("Oat Cups"), Some.Product("Oat Cups"));
        await shop.StockAsync(one, other);
        var placed = (await shop.PlaceAsync(await shop.CartAsync((one, 2), (other, 2)))).Value!;
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);

        var dialog = await OpenAsync<RefundDialog>(shop, order);

        Assert.Single(dialog.FindAll("label[for^=units]").Select(label => label.TextContent).Distinct());
        Assert.Equal(
            order.Lines.SelectMany(line => (string[])[$"units {line.Id}", $"restock {line.Id}"]),
            dialog.FindAll("[data-key]").Select(field => field.GetAttribute("data-key")!));
    }

    [Fact]
    public async Task The_sum_of_a_refund_is_said_before_it_is_given()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var dialog = await OpenAsync<RefundDialog>(shop, order);

        dialog.Find("#units-0").Change("1");

        Assert.Equal($"Goes back to the payer: {order.Lines[0].UnitPrice}", dialog.Find("[aria-live]").TextContent);
    }

    [Fact]
    public async Task The_sum_of_a_refund_is_what_is_given_also_after_one_has_failed()
    {
        // 3 times 33 cents and 1 % of tax: 100 cents, of which the first unit costs 34.
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite, ("Tax:Rates:IL:Supplement", "1"));
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product(price: 0.33m)))[0], quantity: 3);
        foreach (var key in new[] { "first", "second" })
        {
            Assert.Null((await shop.Get<RefundEditor>().RequestAsync(new RefundOrder(key, order.Id, [new RefundUnits(order.Lines[0].Id, 1, false)], false, "It leaked."), Robin)).Problem);
            await shop.RunJobsAsync();
        }

        await shop.Databases.InTransactionAsync(async db =>
        {
            var first = await db.Refunds.OrderBy(r => r.Id).FirstAsync();
            await shop.Get<RefundSettlement>().ApplyAsync(db, first.Id, new ProviderRefund(first.ProviderId!, ProviderRefundStatus.Failed, first.Amount.Cents), default);
            return await db.SaveChangesAsync();
        });
        var dialog = await OpenAsync<RefundDialog>(shop, await shop.OrderAsync(order.PublicId));

        dialog.Find("#units-0").Change("2");

        dialog.WaitForAssertion(() => Assert.Equal("Goes back to the payer: $0.67", dialog.Find("[aria-live]").TextContent));
        var given = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("rest", order.Id, [new RefundUnits(order.Lines[0].Id, 2, false)], false, "It leaked."), Robin);
        await using var read = shop.Db();
        Assert.Equal(new Money(67), (await read.Refunds.SingleAsync(r => r.Id == given.Value)).Amount);
    }

    [Fact]
    public async Task A_refused_parcel_says_why_at_its_field_and_keeps_what_was_typed()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var dialog = await OpenAsync<ShipDialog>(shop, order);

        dialog.Find("#tracking").Change("12 34");
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Equal("Say who carries it.", dialog.Find("#carrier-e").TextContent));
        Assert.StartsWith("A tracking number is", dialog.Find("#tracking-e").TextContent, StringComparison.Ordinal);
        dialog.Find("#carrier").Change(nameof(Carrier.Usps));
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.StartsWith("A tracking number is", dialog.Find("#tracking-e").TextContent, StringComparison.Ordinal));
        Assert.Equal("12 34", dialog.Find("#tracking").GetAttribute("value"));
        Assert.Equal(OrderStatus.Confirmed, (await shop.OrderAsync(order.PublicId)).Status);
    }

    [Theory]
    [InlineData("1Z999AA10123456784", Carrier.Ups)]
    [InlineData("420606149400111202555554321987", Carrier.Usps)]
    public async Task A_scanned_label_says_who_carries_the_parcel(string scanned, Carrier carrier)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var dialog = await OpenAsync<ShipDialog>(shop, order);
        dialog.Find("#tracking").Change("961102098765");
        dialog.WaitForAssertion(() => Assert.Equal(nameof(Carrier.FedEx), dialog.Find("#carrier").GetAttribute("value")));

        dialog.Find("#tracking").Change(scanned);
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        Assert.Equal(carrier, (await shop.Get<StaffOrderQueries>().FindAsync(order.Number))!.Shipment!.Carrier);
    }

    [Fact]
    public async Task Who_was_chosen_carries_the_parcel_whatever_its_number_looks_like()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var dialog = await OpenAsync<ShipDialog>(shop, order);

        dialog.Find("#carrier").Change(nameof(Carrier.Other));
        dialog.Find("#tracking").Change("961102098765");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        Assert.Equal(Carrier.Other, (await shop.Get<StaffOrderQueries>().FindAsync(order.Number))!.Shipment!.Carrier);
    }

    [Fact]
    public void A_view_survives_its_way_through_the_address()
    {
        var query = new StaffOrderQuery(
            new StaffOrderFilter("dana+shop@example.com", OrderStatus.Shipped, PaymentStatus.PartiallyRefunded, new DateOnly(2026, 1, 5), new DateOnly(2026, 2, 1), IsToPack: true), Before: 42);
        var parts = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri($"http://localhost{query.Url()}").Query);

        Assert.Equal(query, StaffOrderQuery.Of(parts["q"], parts["status"], parts["payment"], parts["from"], parts["to"], parts["view"], parts["before"], null));
    }

    [Fact]
    public void What_cannot_be_read_in_the_address_does_not_narrow() => Assert.All(
        Some.Nonsense, text => Assert.Equal(
            new StaffOrderQuery(new StaffOrderFilter()), StaffOrderQuery.Of(null, text, text, text, text, text, text, text)));

    private async Task<IRenderedComponent<StaffOrderLines>> LinesAsync(TestShop shop, Order order)
    {
        var whole = await shop.Get<StaffOrderQueries>().FindAsync(order.Number);
        return Render<StaffOrderLines>(p => p.Add(x => x.Whole, whole!));
    }

    /// <summary>What stands under the total.</summary>
    private static IEnumerable<string> Sums(IRenderedComponent<StaffOrderLines> lines) =>
        lines.FindAll("tfoot .sum ~ tr").Select(row => $"{row.QuerySelector("th")!.TextContent} {row.QuerySelector("td")!.TextContent}");

    private static async Task RefundAsync(TestShop shop, Order order, string key, RefundUnits units, bool withShipping = false) =>
        Assert.Null((await shop.Get<RefundEditor>().RequestAsync(new RefundOrder(key, order.Id, [units], withShipping, "It leaked."), Robin)).Problem);

    private async Task<IRenderedComponent<MudDialogProvider>> OpenAsync<T>(TestShop shop, Order order, params (string Name, object Value)[] more)
        where T : OrderDialog
    {
        Services.AddMudServices();
        Services.AddSingleton<AuthenticationStateProvider>(new SignedIn());
        Services.AddScoped<StaffSession>().AddSingleton(shop.Get<SessionEditor>());
        Services.AddSingleton(shop.Get<RefundEditor>()).AddSingleton(shop.Get<ParcelEditor>());
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        var asked = new DialogParameters { ["Order"] = order };
        foreach (var (name, value) in more)
        {
            asked.Add(name, value);
        }

        await dialogs.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<T>("A question", asked));
        return dialogs;
    }

    /// <summary>Somebody of the staff sits before the page.</summary>
    private sealed class SignedIn : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(AccessClaims.Account, "7"), new Claim(AccessClaims.Role, Roles.Staff)], "test", AccessClaims.Email, AccessClaims.Role))));
    }

    private static async Task<Order> PaidAsync(TestShop shop)
    {
        var product = Some.Product();
        await shop.StockAsync(product);
        return await shop.PaidAsync(product, quantity: 2);
    }
}
