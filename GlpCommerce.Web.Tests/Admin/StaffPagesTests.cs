using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Layout;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>Whom each of the staff's pages lets in, found by looking at the pages themselves.</summary>
public sealed class StaffPagesTests(ShopServers servers) : BunitContext
{
    private const string Guest = "guest";

    /// <summary>The address of each page, and the policies that it asks for.</summary>
    private static readonly IReadOnlyList<(string Path, string[] Policies)> Pages =
    [
        .. typeof(StaffPages).Assembly.GetTypes()
            .SelectMany(page => page.GetCustomAttributes(typeof(RouteAttribute), false).Cast<RouteAttribute>(), (page, route) => (page, route.Template))
            .Where(page => page.Template == StaffPages.Root || page.Template.StartsWith($"{StaffPages.Root}/", StringComparison.Ordinal))
            .Select(page => (page.Template, page.page.GetCustomAttributes(typeof(AuthorizeAttribute), true).Cast<AuthorizeAttribute>().Select(a => a.Policy!).ToArray())),
    ];

    public static TheoryData<string> Everybody => [.. Roles.All];

    /// <summary>All who can come to the API, and who has not signed in.</summary>
    public static TheoryData<string> Anybody => [Guest, .. Roles.All];

    [Fact]
    public void Every_page_asks_for_staff_and_all_but_the_first_for_a_right()
    {
        Assert.Contains(Pages, page => page.Path == "/admin/staff");
        Assert.All(Pages, page => Assert.Contains(Roles.Staff, page.Policies));
        Assert.All(Pages.Where(page => page.Path != StaffPages.Root), page => Assert.Contains(page.Policies, policy => Rights.All.Any(right => right.Name == policy)));
    }

    [Fact]
    public void Every_entry_of_the_menu_leads_to_a_page_that_asks_for_its_right() => Assert.All(
        StaffPages.Menu, entry => Assert.Contains(entry.Right.Name, Assert.Single(Pages, page => page.Path == entry.Path).Policies));

    [Theory, MemberData(nameof(Everybody))]
    public async Task To_a_role_that_lacks_the_right_the_page_is_not_there(string role)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        await shop.SignInAsync(visitor, await shop.AccountAsync(role == Roles.Customer ? null : role));
        foreach (var (path, policies) in Pages)
        {
            var isOpen = role != Roles.Customer && policies.Where(policy => policy != Roles.Staff).All(policy => new Actor(1, role).May(Rights.All.Single(r => r.Name == policy)));

            var status = (await visitor.OpenAsync(Filled(path))).Status;

            Assert.Equal((path, isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound), (path, status));
        }
    }

    [Fact]
    public async Task A_guest_is_led_to_the_door_and_back()
    {
        using var visitor = (await servers.AnyAsync()).NewVisitor();
        foreach (var (path, _) in Pages)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Filled(path));
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await visitor.SendAsync(request);

            Assert.Equal($"/account/sign-in?return={Uri.EscapeDataString(Filled(path))}", answer.RequestMessage!.RequestUri!.PathAndQuery);
        }
    }

    [Theory, MemberData(nameof(Everybody))]
    public void The_menu_shows_what_the_role_may_do_and_nothing_else(string role)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        var claims = new[] { new Claim(AccessClaims.Account, "7"), new Claim(AccessClaims.Role, role) };
        var person = new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "test", AccessClaims.Account, AccessClaims.Role)));

        var layout = Render<StaffLayout>(parameters => parameters.AddCascadingValue(Task.FromResult(person)));

        Assert.Equal(
            StaffPages.Menu.Where(entry => new Actor(7, role).May(entry.Right)).Select(entry => entry.Path).Prepend(StaffPages.Root),
            layout.FindAll("header nav a").Select(link => link.GetAttribute("href")));
    }

    [Theory, MemberData(nameof(Anybody))]
    public async Task The_api_shows_others_orders_to_whoever_may_see_them(string role)
    {
        var shop = await servers.AnyAsync();
        using var reader = await ReaderAsync(shop, role);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;

        var order = await reader.OrderAsync(id);
        var listed = await reader.AnswerAsync("query ($email: String!) { orders(userEmail: $email) { id } }", new { email = Some.Form().Email });

        var may = May(role, Rights.SeeOrders);
        Assert.Equal((may, may ? Some.Form().Email : "d***@example.com"), (order.GetProperty("isHolder").GetBoolean(), order.Text("userEmail")));
        Assert.Equal(may, order.GetProperty("shippingAddress").ValueKind != JsonValueKind.Null);
        Assert.Equal(may ? null : "auth.required", listed.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").Text("code") : null);
        Assert.Equal(may, listed.GetProperty("data").ValueKind != JsonValueKind.Null);
    }

    [Theory, MemberData(nameof(Anybody))]
    public async Task The_api_lets_nobody_change_the_order_of_somebody_else(string role)
    {
        var shop = await servers.AnyAsync();
        using var other = await ReaderAsync(shop, role);
        using var shopper = ApiShopper.At(shop);
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var id = (await shopper.CreateAsync()).Text("order", "id")!;
        var before = (await shopper.OrderAsync(id)).ToString();

        var refused = new[] { await other.PayAsync(id), await other.CancelAsync(id), await other.GiveAddressAsync(id) };
        var claimed = await other.ChangeAsync("claimOrder", new { orderId = id });

        Assert.All(refused, answer => Assert.Equal([May(role, Rights.SeeOrders) ? "order.staff -" : "order.unknown -"], answer.Errors()));
        Assert.Equal([role == Guest ? "auth.required -" : "order.unknown -"], claimed.Errors());
        Assert.Equal(before, (await shopper.OrderAsync(id)).ToString());
    }

    /// <summary>What is no page, such as a file that is exported or printed; found among the addresses that the shop answers at.</summary>
    [Theory, MemberData(nameof(Anybody))]
    public async Task To_whoever_lacks_the_right_a_file_is_not_there(string role)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        var number = (await shopper.UntilAsync(id, OrderStatus.Confirmed)).Text("number")!;
        await (role == Guest ? Task.CompletedTask : shop.SignInAsync(visitor, await shop.AccountAsync(role == Roles.Customer ? null : role)));

        var files = FilesOf(shop);
        Assert.Equal(5, files.Count);
        foreach (var (path, right) in files)
        {
            using var answer = await visitor.SendAsync(HttpMethod.Get, path.Replace("{number}", number, StringComparison.Ordinal).Replace("{id:long}", "404", StringComparison.Ordinal));

            var expected = role == Guest ? HttpStatusCode.Unauthorized
                : !May(role, right) || path.Contains("{id:long}", StringComparison.Ordinal) ? HttpStatusCode.NotFound
                : HttpStatusCode.OK;
            Assert.Equal((path, expected), (path, answer.StatusCode));
        }
    }

    private static bool May(string role, Right right) => new Actor(1, role).May(right);

    private static async Task<ApiShopper> ReaderAsync(ShopServer shop, string role) =>
        role == Guest ? ApiShopper.At(shop) : (await shop.TokenHolderAsync(role == Roles.Customer ? null : role)).Shopper;

    private static IReadOnlyList<(string Path, Right Right)> FilesOf(ShopServer shop) =>
    [
        .. shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(at => at.RoutePattern.RawText!.StartsWith($"{StaffPages.Root}/", StringComparison.Ordinal) && at.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
            .Select(at => (at.RoutePattern.RawText!, Rights.All.Single(right => at.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(asked => asked.Policy == right.Name)))),
    ];

    /// <summary>An address with something in place of each parameter.</summary>
    private static string Filled(string path) => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "1" : part));
}
