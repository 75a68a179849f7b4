using System.Security.Claims;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Views;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>What stands on the first page, and the views that are kept of a list, for one role and another.</summary>
public sealed class StaffHomeTests : ShopComponentContext
{
    [Fact]
    public async Task A_shop_that_has_sold_nothing_shows_its_figures_all_the_same()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var home = Open<StaffHome>(shop, Roles.Staff);

        Assert.Equal(["0", "$0.00", "no carts yet", "0", "$0.00", "no carts yet"], home.FindAll(".figures dd").Select(figure => figure.TextContent));
        Assert.Equal(3, home.FindAll("figure .bars").Count);
        Assert.Equal(["fewer than 10, or kept back", "fewer than 10, or kept back", "fewer than 10, or kept back"], home.FindAll("figure")[^1].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Contains("Nothing runs out within 60 days", home.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_right_sees_no_part_of_it()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var home = Open<StaffHome>(shop, Roles.Customer);

        Assert.Empty(home.FindAll(".figures, figure, .waits li, h2, main a"));
    }

    [Fact]
    public async Task A_failed_payment_leads_to_the_orders_that_are_counted()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0], method: Core.Payments.SandboxGateway.Declined);
        await shop.RunJobsAsync();

        var home = Open<StaffHome>(shop, Roles.Staff);

        var tile = home.FindAll(".waits a").Single(link => link.TextContent.Contains("failed", StringComparison.Ordinal));
        Assert.Equal(("1", "/admin/orders?payment=failed&from=2025-12-30"), (tile.QuerySelector("b")!.TextContent, tile.GetAttribute("href")));
    }

    [Fact]
    public async Task A_view_that_is_kept_stands_there_at_once_and_a_refused_name_is_not_lost()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var views = Open<SavedViews>(shop, Roles.Staff, p => p.Add(x => x.Page, ViewPage.Orders).Add(x => x.Shown, "/admin/orders?status=failed"));
        Assert.Empty(views.FindAll("input[type=checkbox]"));

        Keep(views, "Failed ones");
        views.WaitForAssertion(() => Assert.Equal(("Failed ones", "/admin/orders?status=failed", "page"), Link(views)));
        Keep(views, "Failed ones");

        views.WaitForAssertion(() => Assert.StartsWith("You have a view of this name", views.Find("#view-e").TextContent, StringComparison.Ordinal));
        Assert.Equal(("Failed ones", "true"), (views.Find("#view-name").GetAttribute("value"), views.Find("#view-name").GetAttribute("aria-invalid")));
    }

    [Fact]
    public async Task A_manager_may_keep_a_view_for_everybody_and_staff_may_not_change_it()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        Assert.True((await shop.Get<SavedViewEditor>().SaveAsync(ViewPage.Orders, "All of us", "", forEverybody: true, new Actor(9, Roles.Manager))).Succeeded);

        var views = Open<SavedViews>(shop, Roles.Staff, p => p.Add(x => x.Page, ViewPage.Orders).Add(x => x.Shown, "/admin/orders?status=failed"));

        Assert.Equal(("All of us, for everybody", "/admin/orders", null), Link(views));
        Assert.Empty(views.FindAll("form input[aria-label]"));
    }

    private static void Keep(IRenderedComponent<SavedViews> views, string name)
    {
        views.Find("#view-name").Change(name);
        views.Find("details form").Submit();
    }

    private static (string Text, string? Href, string? Current) Link(IRenderedComponent<SavedViews> views)
    {
        var link = Assert.Single(views.FindAll(".chip"));
        return (link.TextContent, link.GetAttribute("href"), link.GetAttribute("aria-current"));
    }

    private IRenderedComponent<T> Open<T>(TestShop shop, string role, Action<ComponentParameterCollectionBuilder<T>>? with = null)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        Services.AddMudServices();
        Services.AddFallbackServiceProvider(shop.Services);
        Services.AddSingleton<AuthenticationStateProvider>(new Somebody(role));
        Services.AddScoped<StaffSession>().AddSingleton(shop.Get<SessionEditor>());
        return Render(with ?? (_ => { }));
    }

    private sealed class Somebody(string role) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim(AccessClaims.Account, "7"), new Claim(AccessClaims.Role, role)], "test", AccessClaims.Account, AccessClaims.Role))));
    }
}
