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
using Microsoft.EntityFrameworkCore;
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
    public async Task A_list_of_orders_is_written_down_with_those_that_it_shows_and_then_only_with_those_that_come(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var first = await PaidAsync(shop);
        var list = Open<StaffOrderList>(shop, Roles.Staff);
        list.WaitForAssertion(() => Assert.Contains(first.Number, list.Markup, StringComparison.Ordinal), Patience);

        await shop.Get<ParcelEditor>().ShipAsync(first.Id, Carrier.Ups, "1Z999AA10123456784", new Actor(8, Roles.Staff));
        list.WaitForAssertion(() => Assert.Single(list.FindAll(".state.shipped")), Patience);
        var second = (await shop.PlaceAsync(await shop.CartAsync(((await shop.StockAsync(Some.Product()))[0], 1)), method: null)).Value!;
        list.WaitForAssertion(() => Assert.Contains(second.Number, list.Markup, StringComparison.Ordinal), Patience);
        GoTo("/admin/orders?status=delivered");
        list.WaitForAssertion(() => Assert.DoesNotContain(first.Number, list.Markup, StringComparison.Ordinal), Patience);

        Assert.Equal(
            [("orders.listed", $"order:{first.Id}"), ("orders.listed", $"order:{(await shop.OrderAsync(second.PublicId)).Id}"), ("orders.listed", "")], await NotesAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_saw_an_order_is_told_with_the_lists_that_showed_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var log = shop.Get<AuditLog>();
        var by = new Actor(Robin, Roles.Staff);
        await log.NoteReadAsync(by, "orders.listed", AuditLog.OrderList, AuditLog.Naming("order", [18, 17]));
        await log.NoteReadAsync(by, "orders.listed", AuditLog.OrderList, AuditLog.Naming("order", [170, 117]));
        await log.NoteReadAsync(by, "order.read", "order:17");
        await log.NoteReadAsync(by, "orders.searched", AuditLog.OrderList, AuditLog.Naming("order", [17]));
        await log.NoteReadAsync(by, "orders.listed", AuditLog.OrderList);

        async Task<IEnumerable<long>> SawAsync(string? subject, long? before = null) => (await shop.Get<AuditQueries>().PageAsync(new AuditFilter(subject), before)).Rows.Select(e => e.Id);

        Assert.Equal([4, 3, 1], await SawAsync("order:17"));
        Assert.Equal([3, 1], await SawAsync("order:17", before: 4));
        Assert.Equal([5, 4, 2, 1], await SawAsync("orders"));
        Assert.Equal([5, 4, 3, 2, 1], await SawAsync(null));
    }

    [Fact]
    public void A_list_that_is_too_long_for_its_note_names_as_many_as_fit_and_counts_the_rest()
    {
        long[] few = [.. Enumerable.Range(0, StaffOrderQueries.PageSize).Select(i => 999_999_999L - i)];
        long[] many = [.. Enumerable.Range(0, 100).Select(i => 999_999_999L - i)];

        Assert.Equal(string.Join(' ', few.Select(id => $"order:{id}")), AuditLog.Naming("order", few));
        Assert.InRange(AuditLog.Naming("order", many).Length, 380, 400);
        Assert.EndsWith(" order:999999976 and 76 more", AuditLog.Naming("order", many), StringComparison.Ordinal);
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
    public async Task A_colleague_is_signed_out_by_a_press_that_says_so()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.Get<StaffEditor>().AddAsync("dana@example.com", Some.Password, Roles.Staff, isTemporary: false);
        var page = Open<MembersPage>(shop, Roles.Admin);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), Patience);

        page.Find("[aria-label='Sign out dana@example.com everywhere']").Click();

        page.WaitForAssertion(() => Assert.StartsWith("dana@example.com is signed out everywhere.", page.Find("[role=status]").TextContent, StringComparison.Ordinal), Patience);
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

    private static async Task<IReadOnlyList<(string, string?)>> NotesAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return [.. (await db.AuditEntries.Where(e => e.AccountId == Robin).OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Note))];
    }

    private static async Task<Order> PaidAsync(TestShop shop) => await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

    private void GoTo(string path) => Services.GetRequiredService<NavigationManager>().NavigateTo(path);

    private IRenderedComponent<T> Open<T>(TestShop shop, string role, Action<ComponentParameterCollectionBuilder<T>>? with = null, string? at = null)
        where T : IComponent
    {
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(shop.Services);
        Services.AddSingleton<AuthenticationStateProvider>(new Somebody(role));
        Services.AddScoped<StaffSession>().AddSingleton(shop.Get<SessionEditor>());
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
