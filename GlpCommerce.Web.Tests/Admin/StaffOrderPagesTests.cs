using Bunit;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>The list of orders and the page of one.</summary>
public sealed class StaffOrderPagesTests : StaffComponentContext
{
    [Fact]
    public async Task Looking_for_somebody_shows_their_orders_and_stands_in_the_audit_log()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);

        var list = OpenList(shop, "?q=dana@example.com");

        list.WaitForAssertion(() => Assert.Equal([order.Number], list.FindAll("tbody a").Select(link => link.TextContent)));
        Assert.Equal(("dana@example.com", "orders.searched"), (list.Find("#q").GetAttribute("value"), await NewestAsync(shop)));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_list_that_is_narrowed_to_what_there_is_none_of_says_so_and_searches_nobody()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await PaidAsync(shop);

        var list = OpenList(shop, "?status=shipped");

        list.WaitForAssertion(() => Assert.Contains("No order", list.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal("orders.listed", await NewestAsync(shop));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task What_was_read_for_a_filter_that_was_left_is_not_drawn_over_the_newer_one()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var list = OpenList(shop, "");
        list.WaitForAssertion(() => Assert.Contains(order.Number, list.Markup, StringComparison.Ordinal));
        var slow = new TaskCompletionSource();
        shop.Sql.Once("\"PlacedAt\" DESC", () => slow.Task);
        GoTo("?status=confirmed");
        GoTo("?status=shipped");

        slow.SetResult();

        list.WaitForAssertion(() => Assert.Contains("No order", list.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(order.Number, list.Markup, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_note_stands_in_the_story_and_an_empty_one_is_refused()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var page = OpenOrder(shop, order.Number);
        page.WaitForAssertion(() => Assert.Equal(order.Number, page.Find("h1").TextContent));
        Assert.Equal("order.read", await NewestAsync(shop));
        page.Find("form[aria-labelledby=note-h]").Submit();
        page.WaitForAssertion(() => Assert.NotEmpty(page.Find("[role=alert]").TextContent));

        page.Find("#note").Change("She called.");
        page.Find("form[aria-labelledby=note-h]").Submit();

        page.WaitForAssertion(() => Assert.Contains("She called.", page.Find("li.noted").TextContent, StringComparison.Ordinal));
        Assert.Equal("", page.Find("#note").GetAttribute("value") ?? "");
        await DisposeComponentsAsync();
    }

    [Theory]
    [InlineData(OrderStatus.Confirmed, new[] { "Ship", "Refund", "Correct the address", "Correct the email", "Cancel the order" })]
    [InlineData(OrderStatus.Shipped, new[] { "Mark as delivered", "Correct the tracking number", "Refund", "Correct the email" })]
    public async Task An_order_offers_what_can_be_done_with_it(OrderStatus status, string[] acts)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        if (status == OrderStatus.Shipped)
        {
            Assert.Empty((await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Typed.Dana)).Problems);
        }

        var page = OpenOrder(shop, order.Number);

        page.WaitForAssertion(() => Assert.Equal(acts, page.FindAll(".acts button").Select(act => act.TextContent.Trim())));
        Assert.Equal(acts.Except(["Mark as delivered"]), page.FindAll(".acts [aria-haspopup=dialog]").Select(act => act.TextContent.Trim()));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task An_order_that_no_longer_says_whose_it_was_offers_nothing_that_writes_the_person_back()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        Assert.Null((await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Typed.Dana)).Problem);
        await using var db = shop.Db();
        await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Email, EmailAddress.Erased).SetProperty(o => o.Status, OrderStatus.Delivered));

        var page = OpenOrder(shop, order.Number);

        page.WaitForAssertion(() => Assert.Equal(["Refund"], page.FindAll("button").Select(act => act.TextContent.Trim())));
        Assert.Empty(page.FindAll("#note"));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task An_order_in_an_account_keeps_its_email_address()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var account = await shop.AccountAsync();
        await using (var db = shop.Db())
        {
            await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, account.Id));
        }

        var page = OpenOrder(shop, order.Number);

        page.WaitForAssertion(() => Assert.Contains("Correct the address", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Correct the email", page.Markup, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task A_number_that_no_order_has_is_said_to_be_none()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var page = OpenOrder(shop, "GLP-1");

        page.WaitForAssertion(() => Assert.Contains("GLP-1", page.Find("p:last-child").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
    }

    private IRenderedComponent<StaffOrderList> OpenList(TestShop shop, string query)
    {
        Services.AddSingleton(ActivatorUtilities.CreateInstance<OrderTicker>(shop.Services));
        Sit(shop, Roles.Staff);
        GoTo(query);
        return Render<StaffOrderList>();
    }

    private void GoTo(string query) => Services.GetRequiredService<NavigationManager>().NavigateTo(StaffOrderQuery.Path + query);

    private IRenderedComponent<StaffOrderPage> OpenOrder(TestShop shop, string number)
    {
        Services.AddSingleton(ActivatorUtilities.CreateInstance<OrderWatch>(shop.Services));
        return Open<StaffOrderPage>(shop, Roles.Staff, p => p.Add(o => o.Number, number));
    }

    private static async Task<Order> PaidAsync(TestShop shop) => await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

    /// <summary>What the audit log says last.</summary>
    private static async Task<string?> NewestAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return (await db.AuditEntries.AsNoTracking().OrderByDescending(row => row.Id).FirstOrDefaultAsync())?.Action;
    }
}
