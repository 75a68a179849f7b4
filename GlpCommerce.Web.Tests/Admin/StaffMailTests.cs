using System.Security.Claims;
using Bunit;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Work;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace GlpCommerce.Web.Tests.Admin;

public sealed class StaffMailTests : ShopComponentContext
{
    [Fact]
    public async Task The_message_stands_in_a_frame_in_which_nothing_runs_or_loads()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        await using (var db = shop.Db())
        {
            await db.EmailCopies.ExecuteUpdateAsync(set => set.SetProperty(c => c.Html, "<p>Thanks</p><script>alert(1)</script><img src=\"https://elsewhere.example/x.png\">"));
        }

        var page = Open(shop, Roles.Staff, await NewestAsync(shop));

        var frame = page.Find("iframe");
        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.StartsWith("<!DOCTYPE html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("script, img"));
    }

    [Fact]
    public async Task Words_that_are_not_kept_any_more_are_said_to_be_gone()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        shop.Clock.Advance(MailHousekeeping.Kept);
        await shop.Get<MailHousekeeping>().RunAsync();

        var page = Open(shop, Roles.Staff, await NewestAsync(shop));

        Assert.Contains("not kept any more", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("iframe, pre"));
    }

    private static async Task<long> NewestAsync(TestShop shop) => (await shop.Get<MailQueries>().PageAsync(null))[0].Id;

    private IRenderedComponent<EmailPage> Open(TestShop shop, string role, long id)
    {
        Services.AddMudServices();
        Services.AddSingleton(shop.Get<MailQueries>());
        Services.AddSingleton<AuthenticationStateProvider>(new Somebody(role));
        Services.AddScoped<StaffSession>().AddSingleton(shop.Get<SessionEditor>());
        return Render<EmailPage>(page => page.Add(p => p.Id, id));
    }

    private sealed class Somebody(string role) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            var claims = new[] { new Claim(AccessClaims.Account, "7"), new Claim(AccessClaims.Role, role) };
            return Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "test", AccessClaims.Account, AccessClaims.Role))));
        }
    }
}
