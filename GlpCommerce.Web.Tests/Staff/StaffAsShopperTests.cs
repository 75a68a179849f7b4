using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Staff;

/// <summary>Staff at a shopper's order, outside of their own pages: each reading is written down, and nothing is changed.</summary>
public sealed class StaffAsShopperTests(ShopServers servers)
{
    private const string List = "query ($email: String!) { orders(userEmail: $email) { id } }";

    public static TheoryData<string, string> Receipts => new() { { "receipt", "text/html; charset=utf-8" }, { "receipt.pdf", "application/pdf" } };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_is_read_over_the_api_leaves_one_row(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (staff, account) = await shop.TokenHolderAsync(Roles.Staff);
        using var _ = staff;
        var (id, subject) = await PlacedAsync(shop);

        var order = await staff.OrderAsync(id);

        Assert.Equal((Some.Form().Email, "60614"), (order.Text("userEmail"), order.Text("shippingAddress", "zip")));
        Assert.Equal([("order.read", subject)], await DoneAsync(shop, account));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_orders_of_an_address_leave_one_row_that_names_them_and_not_the_address(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (staff, account) = await shop.TokenHolderAsync(Roles.Staff);
        using var _ = staff;
        var email = Members.NewAddress();
        var (_, first) = await PlacedAsync(shop, email);
        var (_, second) = await PlacedAsync(shop, email);

        await staff.AskAsync(List, new { email });
        await staff.AskAsync(List, new { email = Members.NewAddress() });

        await using var db = shop.Db();
        var rows = await db.AuditEntries.Where(e => e.AccountId == account.Id).OrderBy(e => e.Id).ToListAsync();
        Assert.Equal([("orders.searched", "orders", $"{second} {first}"), ("orders.searched", "orders", "")], rows.Select(e => (e.Action, e.Subject, e.Note)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_shoppers_page_leaves_one_row_stands_still_and_offers_nothing_but_the_way_to_the_staffs(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var staff = shop.NewVisitor();
        var account = await SignedInAsync(shop, staff);
        var (id, subject) = await PlacedAsync(shop);

        var order = await staff.OrderAsync(id);

        Assert.Contains(Some.Form().Line1!, order.Summary, StringComparison.Ordinal);
        Assert.Equal((false, false, false), (order.OffersToPay, order.OffersToCancel, order.AsksForAddress));
        Assert.DoesNotContain("Blazor:", order.Page.Html, StringComparison.Ordinal);
        Assert.Equal($"/admin/orders/{order.Number}", order.Page.Document.QuerySelector("main .note a")!.GetAttribute("href"));
        Assert.Equal([("order.read", subject)], await DoneAsync(shop, account));
    }

    [Theory, MemberData(nameof(Receipts))]
    public async Task A_receipt_leaves_one_row(string receipt, string type)
    {
        var shop = await servers.AnyAsync();
        using var staff = shop.NewVisitor();
        using var shopper = ApiShopper.At(shop);
        var account = await SignedInAsync(shop, staff);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Confirmed);

        using var answer = await staff.SendAsync(HttpMethod.Get, $"/orders/{id}/{receipt}");

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal([("order.receipt", await SubjectAsync(shop, id))], await DoneAsync(shop, account));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Live_events_tell_staff_no_more_than_everybody_and_leave_no_row(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (staff, account) = await shop.TokenHolderAsync(Roles.Staff);
        using var _ = staff;
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.Declined)).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Failed);

        await using var events = await staff.FollowAsync(id);
        var seen = await events.UntilAsync(e => e.Status == "failed");

        Assert.All(seen, e => Assert.Null(e.Step));
        Assert.Empty(await DoneAsync(shop, account));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Over_the_api_staff_pay_cancel_and_address_nobodys_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (staff, _) = await shop.TokenHolderAsync(Roles.Admin);
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var id = (await shopper.CreateAsync()).Text("order", "id")!;

        var refused = new[] { await staff.CancelAsync(id), await staff.PayAsync(id), await staff.GiveAddressAsync(id) };

        Assert.All(refused, answer => Assert.Equal(["order.staff -"], answer.Errors()));
        Assert.All(refused, answer => Assert.Equal(
            "Staff change an order at /admin/orders, where it is written down who did it. Nothing was changed here.", answer.GetProperty("errors")[0].Text("message")));
        Assert.All(refused, answer => Assert.Equal((false, false), (answer.At("order.canBePaid").GetBoolean(), answer.At("order.canBeCancelled").GetBoolean())));
        var order = await shopper.OrderAsync(id);
        Assert.Equal(("pending", JsonValueKind.Null), (order.Text("status"), order.GetProperty("shippingAddress").ValueKind));
        Assert.Equal((true, true), (order.GetProperty("canBePaid").GetBoolean(), order.GetProperty("canBeCancelled").GetBoolean()));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pay-again")]
    [InlineData("address")]
    public async Task A_form_of_the_shoppers_page_that_staff_send_all_the_same_is_refused_in_words(string form)
    {
        var shop = await servers.AnyAsync();
        using var staff = shop.NewVisitor();
        using var shopper = ApiShopper.At(shop);
        var account = await SignedInAsync(shop, staff);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var id = (await shopper.CreateAsync()).Text("order", "id")!;

        var refused = await SendAsync(staff, await staff.OrderAsync(id), form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("Staff change an order at /admin/orders", Assert.Single(refused.Alerts), StringComparison.Ordinal);
        Assert.True((await shopper.OrderAsync(id)).GetProperty("canBePaid").GetBoolean());
        Assert.Equal(2, (await DoneAsync(shop, account)).Count);
    }

    [Fact]
    public async Task The_payment_steps_lead_staff_to_the_order_without_reading_it_first()
    {
        var shop = await servers.AnyAsync();
        using var staff = shop.NewVisitor();
        using var shopper = ApiShopper.At(shop);
        var account = await SignedInAsync(shop, staff);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.ThreeDSecure)).Text("id")!;
        await shopper.UntilAsync(id, PaymentStatus.RequiresAction);

        Assert.Equal([$"/orders/{id}", $"/orders/{id}"], [(await staff.OpenAsync($"/orders/{id}/pay")).Path, (await staff.OpenAsync($"/orders/{id}/approve")).Path]);
        Assert.Equal(2, (await DoneAsync(shop, account)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_of_the_staff_holds_the_order_is_its_holder_and_leaves_no_row(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (staff, account) = await shop.TokenHolderAsync(Roles.Staff);
        using var _ = staff;
        await staff.AddAsync(await shop.StockAsync(Some.Product()));
        var id = (await staff.CreateAsync()).Text("order", "id")!;

        var order = await staff.OrderAsync(id);
        var cancelled = await staff.CancelAsync(id);

        Assert.Equal((true, true), (order.GetProperty("isHolder").GetBoolean(), order.GetProperty("canBeCancelled").GetBoolean()));
        Assert.Empty(cancelled.Errors());
        Assert.Empty(await DoneAsync(shop, account));
    }

    private static async Task<Account> SignedInAsync(ShopServer shop, Visitor visitor)
    {
        var account = await shop.AccountAsync(Roles.Staff);
        await shop.SignInAsync(visitor, account);
        return account;
    }

    /// <summary>An order of somebody else, with an address, that waits for its payment; and how the audit log calls it.</summary>
    private static async Task<(string Id, string Subject)> PlacedAsync(ShopServer shop, string? email = null)
    {
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var id = (await shopper.CreateAsync(new() { ["userEmail"] = email ?? Some.Form().Email, ["shippingAddress"] = ApiShopper.Address })).Text("order", "id")!;
        return (id, await SubjectAsync(shop, id));
    }

    private static async Task<string> SubjectAsync(ShopServer shop, string publicId)
    {
        await using var db = shop.Db();
        return $"order:{await db.Orders.Where(o => o.PublicId == publicId).Select(o => o.Id).SingleAsync()}";
    }

    private static async Task<IReadOnlyList<(string Action, string Subject)>> DoneAsync(ShopServer shop, Account account)
    {
        await using var db = shop.Db();
        return await db.DoneByAsync(account.Id);
    }

    /// <summary>Sends one of the page's hidden forms, with the token of the form that it shows.</summary>
    private static async Task<Page> SendAsync(Visitor visitor, OrderPage order, string name)
    {
        var form = order.Page.Document.QuerySelector<IHtmlFormElement>("#order-key")!;
        form.QuerySelector<IHtmlInputElement>("input[name=_handler]")!.Value = name;
        foreach (var (field, value) in new[]
        {
            ("payment", SandboxGateway.Visa), ("name", Some.Form().Name), ("line1", Some.Form().Line1), ("city", Some.Form().City), ("state", Some.Form().State), ("zip", Some.Form().Zip),
        })
        {
            var input = form.Owner!.CreateElement("input");
            input.SetAttribute("type", "hidden");
            input.SetAttribute("name", field);
            input.SetAttribute("value", value!);
            form.AppendChild(input);
        }

        return await visitor.SubmitAsync(form);
    }
}
