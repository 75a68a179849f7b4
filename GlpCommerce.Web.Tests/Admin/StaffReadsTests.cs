using System.Security.Claims;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Members;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Admin.Work;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>A page of the staff that shows what is a person's own is written down when it is opened, and once.</summary>
public sealed class StaffReadsTests : ShopComponentContext
{
    private const long Robin = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_is_written_down_when_it_is_opened_and_not_when_its_page_follows_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        var page = Open<StaffOrderPage>(shop, Roles.Staff, p => p.Add(x => x.Number, order.Number));
        page.WaitForAssertion(() => Assert.Equal(order.Number, page.Find("h1").TextContent), Patience);

        await shop.Get<NoteEditor>().AddAsync(order.Id, "Call first.", new Actor(8, Roles.Staff));
        await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", new Actor(8, Roles.Staff));
        page.WaitForAssertion(() => Assert.Equal("shipped", page.Find("[data-order-status]").GetAttribute("data-order-status")), Patience);

        Assert.Equal([("order.read", $"order:{order.Id}")], await DoneAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_is_not_there_is_no_reading(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var page = Open<StaffOrderPage>(shop, Roles.Staff, p => p.Add(x => x.Number, "GLP-404404"));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")), Patience);

        Assert.Empty(await DoneAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_list_of_orders_that_is_opened_is_written_down_and_not_that_it_keeps_itself_up_to_date(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var first = await PaidAsync(shop);
        var list = Open<StaffOrderList>(shop, Roles.Staff);
        list.WaitForAssertion(() => Assert.Contains(first.Number, list.Markup, StringComparison.Ordinal), Patience);

        var second = await PaidAsync(shop);
        list.WaitForAssertion(() => Assert.Contains(second.Number, list.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal([("orders.listed", "orders")], await DoneAsync(shop));

        GoTo("/admin/orders?status=shipped");
        list.WaitForAssertion(() => Assert.DoesNotContain(first.Number, list.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(["orders.listed", "orders.listed"], (await DoneAsync(shop)).Select(row => row.Action));
    }

    [Theory]
    [InlineData("dana@example.com", "orders.searched")]
    [InlineData("whitlock", "orders.searched")]
    [InlineData("GLP-100001", "orders.listed")]
    public async Task A_search_for_somebody_is_told_apart_from_one_for_a_number(string search, string action)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var list = Open<StaffOrderList>(shop, Roles.Staff, at: $"/admin/orders?q={Uri.EscapeDataString(search)}");
        list.WaitForAssertion(() => Assert.Single(list.FindAll(".grid")), Patience);

        Assert.Equal([(action, "orders")], await DoneAsync(shop));
        await using var db = shop.Db();
        Assert.DoesNotContain(db.AuditEntries, entry => entry.Note != null && entry.Note != "");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_audit_log_tells_who_opened_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var page = Open<AuditPage>(shop, Roles.Manager);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), Patience);
        GoTo("/admin/audit?subject=order:17");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("tbody tr")), Patience);

        Assert.Equal([("audit.read", "audit"), ("audit.read", "audit")], await DoneAsync(shop));
    }

    [Theory]
    [InlineData(Roles.Admin, 1)]
    [InlineData(Roles.Manager, 0)]
    public async Task Who_is_staff_is_written_down_when_it_is_shown(string role, int rows)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var page = Open<MembersPage>(shop, role);
        page.WaitForAssertion(() => Assert.Equal(1 - rows, page.FindAll("[role=alert]").Count), Patience);

        Assert.Equal(Enumerable.Repeat(("staff.listed", "staff"), rows), await DoneAsync(shop));
    }

    [Fact]
    public async Task An_email_is_written_down_when_it_is_read_and_their_list_which_names_nobody_is_not()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);
        var mail = (await shop.Get<MailQueries>().PageAsync(null))[0];

        var list = Open<EmailsPage>(shop, Roles.Staff);
        list.WaitForAssertion(() => Assert.Contains(order.Number, list.Markup, StringComparison.Ordinal), Patience);
        Assert.DoesNotContain(Some.Form().Email!, list.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await DoneAsync(shop));
        var page = Render<EmailPage>(p => p.Add(x => x.Id, mail.Id));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("iframe")), Patience);

        Assert.Equal([("email.read", $"order:{order.Id}")], await DoneAsync(shop));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(SandboxGateway.Visa, 1)]
    [InlineData(SandboxGateway.Declined, 0)]
    public async Task What_can_still_be_cancelled_offers_it(string? method, int buttons)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var placed = (await shop.PlaceAsync(await shop.CartAsync(((await shop.StockAsync(Some.Product()))[0], 1)), method)).Value!;
        await shop.RunJobsAsync();

        var page = Open<StaffOrderPage>(shop, Roles.Staff, p => p.Add(x => x.Number, placed.Number));

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".acts")), Patience);
        Assert.Equal(buttons, page.FindAll(".acts button").Count(button => button.TextContent.Trim() == "Cancel the order"));
    }

    [Fact]
    public async Task An_unpaid_order_is_ended_by_a_question_that_says_what_happens()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var placed = (await shop.PlaceAsync(await shop.CartAsync(((await shop.StockAsync(Some.Product()))[0], 1)), method: null)).Value!;
        var page = Open<StaffOrderPage>(shop, Roles.Staff, p => p.Add(x => x.Number, placed.Number));
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("h1")), Patience);

        page.FindAll(".acts button").Single(button => button.TextContent.Trim() == "Cancel the order").Click();
        dialogs.WaitForAssertion(() => Assert.StartsWith("The payment is stopped.", dialogs.Find("form p").TextContent, StringComparison.Ordinal), Patience);
        dialogs.Find("form").Submit();

        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll(".acts button"), button => button.TextContent.Trim() == "Cancel the order"), Patience);
        Assert.Contains("Cancelling", page.Markup, StringComparison.Ordinal);
        await shop.RunJobsAsync();
        Assert.Equal(OrderStatus.Cancelled, (await shop.OrderAsync(placed.PublicId)).Status);
    }

    private static async Task<IReadOnlyList<(string Action, string Subject)>> DoneAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.DoneByAsync(Robin);
    }

    private static async Task<Order> PaidAsync(TestShop shop) => await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

    private void GoTo(string path) => Services.GetRequiredService<NavigationManager>().NavigateTo(path);

    private IRenderedComponent<T> Open<T>(TestShop shop, string role, Action<ComponentParameterCollectionBuilder<T>>? with = null, string? at = null)
        where T : IComponent
    {
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(shop.Services);
        Services.AddSingleton<AuthenticationStateProvider>(new Somebody(role));
        Services.AddScoped<StaffSession>();
        Services.AddSingleton(new OrderTicker(shop.Get<StaffOrderQueries>(), NullLogger<OrderTicker>.Instance));
        Services.AddSingleton(new OrderWatch(shop.Get<OrderQueries>(), NullLogger<OrderWatch>.Instance));
        GoTo(at ?? "/admin");
        return Render(with ?? (_ => { }));
    }

    private sealed class Somebody(string role) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(AccessClaims.Account, $"{Robin}"), new Claim(AccessClaims.Role, role)], "test", AccessClaims.Email, AccessClaims.Role))));
    }
}
