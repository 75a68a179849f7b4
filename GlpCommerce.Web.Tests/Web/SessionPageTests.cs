using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What becomes of a cookie that somebody has copied, and the list of where an account is signed in.</summary>
public sealed class SessionPageTests(ShopServers servers)
{
    private const string Cookie = "account";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_copied_cookie_is_dead_when_its_owner_has_signed_out(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, _) = await shop.MemberAsync();
        using var thief = Copy(shop, member);
        Assert.Equal("Account", (await thief.OpenAsync("/")).Text("header .me"));

        await member.SignOutAsync();

        Assert.NotEqual("Account", (await thief.OpenAsync("/")).Text("header .me"));
        Assert.Null(thief.Cookie(Cookie));
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_copied_cookie_of_staff_is_dead_at_once_whatever_ended_it_and_wherever(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var staff = shop.NewVisitor();
        var account = await shop.AccountAsync(Roles.Staff);
        await shop.SignInAsync(staff, account);
        Assert.Equal(HttpStatusCode.OK, (await staff.OpenAsync("/admin")).Status);

        // As another machine does it, of which this one knows nothing.
        await using (var db = shop.Db())
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"AccountSessions\" WHERE \"AccountId\" = {account.Id}");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await staff.OpenAsync("/admin")).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_list_shows_every_browser_and_ends_the_one_that_is_pressed(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (here, email) = await shop.MemberAsync();
        using var there = shop.NewVisitor();
        await there.SignInAsync(email);

        var page = await here.OpenAsync("/account");
        var rows = page.Document.QuerySelectorAll("section[aria-labelledby=sessions] li");
        var button = Assert.Single(page.Document.QuerySelectorAll<IHtmlButtonElement>("section[aria-labelledby=sessions] li button"));
        var ended = await here.SubmitAsync(button.Form!, button);

        Assert.Equal(2, rows.Length);
        Assert.Single(rows, row => row.TextContent.Contains("This browser", StringComparison.Ordinal));
        Assert.Equal("End: A browser", button.GetAttribute("aria-label"));
        Assert.Single(ended.Document.QuerySelectorAll("section[aria-labelledby=sessions] li"));
        Assert.NotEqual("Account", (await there.OpenAsync("/")).Text("header .me"));
        Assert.True(await here.IsSignedInAsync());
        here.Dispose();
    }

    [Fact]
    public async Task Nonsense_for_a_session_and_anothers_session_change_nothing()
    {
        var shop = await servers.AnyAsync();
        var (dana, _) = await shop.MemberAsync();
        var (sam, samsEmail) = await shop.MemberAsync();
        using var samsPhone = shop.NewVisitor();
        await samsPhone.SignInAsync(samsEmail);
        var samsSession = (await sam.OpenAsync("/account")).Document.QuerySelector<IHtmlButtonElement>("button[name=session]")!.Value;
        using var danasPhone = Copy(shop, dana);

        foreach (var session in Some.Nonsense.Append(samsSession))
        {
            await PressAsync(dana, session);
        }

        Assert.True(await samsPhone.IsSignedInAsync());
        Assert.True(await danasPhone.IsSignedInAsync());
        dana.Dispose();
        sam.Dispose();
    }

    /// <summary>Sends the form of the list with a value that none of its buttons has.</summary>
    private static async Task<Page> PressAsync(Visitor visitor, string session)
    {
        var form = (IHtmlFormElement)(await visitor.OpenAsync("/account")).Document.QuerySelector("section[aria-labelledby=sessions] form")!;
        var field = (IHtmlInputElement)form.Owner!.CreateElement("input");
        (field.Type, field.Name, field.Value) = ("hidden", "session", session);
        form.AppendChild(field);
        return await visitor.SubmitAsync(form);
    }

    private static Visitor Copy(ShopServer shop, Visitor owner)
    {
        var thief = shop.NewVisitor();
        thief.Cookies.Add(thief.Address, new System.Net.Cookie(Cookie, owner.Cookie(Cookie), "/"));
        return thief;
    }
}
