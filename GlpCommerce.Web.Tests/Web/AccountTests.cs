using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>The ways through the pages of an account, on each database.</summary>
public sealed class AccountTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_registers_and_presses_the_button_behind_the_link_can_sign_in(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();

        var sent = await visitor.RegisterAsync(email);
        var confirmed = await visitor.FollowAsync(await shop.LinkAsync("confirm", email));
        var account = await visitor.SignInAsync(email);

        Assert.Equal((HttpStatusCode.OK, "Look into your mailbox"), (sent.Status, sent.Heading));
        Assert.Contains("confirmed", confirmed.Text("[role=status]"), StringComparison.Ordinal);
        Assert.Equal("/account", account.Path);
        Assert.Contains(email, account.Text("main"), StringComparison.Ordinal);
        Assert.Equal("Account", account.Text("header .me"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Opening_the_link_confirms_nothing_as_scanners_of_mail_do(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();
        await visitor.RegisterAsync(email);
        var link = await shop.LinkAsync("confirm", email);

        var statements = await shop.Sql.DuringAsync(() => visitor.OpenAsync(link));
        using var head = await visitor.SendAsync(HttpMethod.Head, link);

        Assert.Empty(statements);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.SignInAsync(email)).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_counts_once_and_a_second_press_says_so(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();
        await visitor.RegisterAsync(email);
        var link = await shop.LinkAsync("confirm", email);
        await visitor.FollowAsync(link);

        var again = await visitor.FollowAsync(link);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "This link no longer counts"), (again.Status, again.Heading));
        Assert.Equal("/account", (await visitor.SignInAsync(email)).Path);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_that_is_too_old_says_so_and_the_next_sign_in_sends_another(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();
        await visitor.RegisterAsync(email);
        var link = await shop.LinkAsync("confirm", email);
        await LetLinksEndAsync(shop, email);

        var late = await visitor.FollowAsync(link);
        await visitor.SignInAsync(email);
        await Poll.UntilAsync(() => Task.FromResult(shop.EmailsTo(email).Count), count => count == 2, "another link");

        Assert.Equal("This link no longer counts", late.Heading);
        Assert.Contains("confirmed", (await visitor.FollowAsync(await shop.LinkAsync("confirm", email))).Text("[role=status]"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_by_link_ends_every_session_and_the_old_password(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();
        using var forgetful = shop.NewVisitor();
        await forgetful.ForgetAsync(email);
        var link = await shop.LinkAsync("reset", email);

        var weak = await forgetful.FollowAsync(link, "short");
        var reset = await forgetful.SendAsync(weak, ("password", Members.AnotherPassword));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 2), (weak.Status, weak.Alerts.Count));
        Assert.Contains("saved", reset.Text("[role=status]"), StringComparison.Ordinal);
        Assert.False(await member.IsSignedInAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await forgetful.SignInAsync(email)).Status);
        Assert.Equal("/account", (await forgetful.SignInAsync(email, Members.AnotherPassword)).Path);
        Assert.Equal("This link no longer counts", (await member.OpenAsync(link)).Heading);
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Changing_the_password_keeps_this_browser_in_and_ends_every_other(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();
        using var other = shop.NewVisitor();
        await other.SignInAsync(email);

        var wrong = await member.ChangePasswordAsync("not my password", Members.AnotherPassword);
        var changed = await member.ChangePasswordAsync(Some.Password, Members.AnotherPassword);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotEqual("", wrong.Text("#currentPassword-e"));
        Assert.Contains("saved", changed.Text("[role=status]"), StringComparison.Ordinal);
        Assert.True(await member.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Signing_out_everywhere_ends_every_session(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, email) = await shop.MemberAsync();
        using var other = shop.NewVisitor();
        await other.SignInAsync(email);
        var page = await member.OpenAsync("/account");

        var left = await member.SubmitAsync(page.Document.QuerySelectorAll<IHtmlFormElement>("main form").Single(f => f.QuerySelector("input[value=everywhere]") is not null));

        Assert.Contains("every other device", left.Text("[role=status]"), StringComparison.Ordinal);
        Assert.False(await member.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_presses_at_once_open_one_account_and_one_session(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();
        var register = await visitor.OpenAsync("/account/register");

        var sent = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => visitor.SendAsync(register, ("email", email), ("password", Some.Password))));
        await Poll.UntilAsync(() => Task.FromResult(shop.EmailsTo(email).Count), count => count == 2, "both e-mails");
        // One of the two links counts: that of whichever press was the later one.
        foreach (var letter in shop.EmailsTo(email))
        {
            await visitor.FollowAsync(Members.LinkIn(letter, "confirm")!);
        }

        var door = await visitor.OpenAsync("/account/sign-in");
        var came = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => visitor.SendAsync(door, ("email", email), ("password", Some.Password))));

        Assert.All(sent.Select(page => page.Heading), heading => Assert.Equal("Look into your mailbox", heading));
        Assert.All(came.Where(page => page.Path != "/account"), page => Assert.Equal(HttpStatusCode.BadRequest, page.Status));
        Assert.True(await visitor.IsSignedInAsync());
        await using var db = shop.Db();
        Assert.Equal(1, await db.Accounts.CountAsync(a => a.Email == email));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_window_from_before_signing_in_changes_nothing_and_says_how_to_go_on(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var before = await visitor.ProductAsync(product);
        await visitor.SignInAsync(await shop.RegisteredAsync());

        var refused = await before.AddToCartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("reload the page", refused.Page.Text("main"), StringComparison.Ordinal);
        Assert.True((await visitor.CartAsync()).IsEmpty);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_guest_put_in_is_poured_into_the_accounts_cart_which_is_the_same_on_every_device(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (here, there) = (await shop.StockAsync(Some.Product()), await shop.StockAsync(Some.Product()));
        var (member, email) = await shop.MemberAsync();
        await (await member.ProductAsync(there)).AddToCartAsync(2);
        using var guest = shop.NewVisitor();
        await (await guest.ProductAsync(here)).AddToCartAsync();

        var cart = new CartPage(guest, await guest.SignInAsync(email, at: "/account/sign-in?return=/cart"));

        Assert.Equal(("1", "2"), (cart.Quantity(here.Name), cart.Quantity(there.Name)));
        Assert.Equal(("1", "2"), ((await member.CartAsync()).Quantity(here.Name), (await member.CartAsync()).Quantity(there.Name)));
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_does_not_fit_into_the_accounts_cart_is_told(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product("Oat & honey shake", stock: 500));
        var (member, email) = await shop.MemberAsync();
        await (await member.ProductAsync(product)).AddToCartAsync(90);
        using var guest = shop.NewVisitor();
        await (await guest.ProductAsync(product)).AddToCartAsync(20);

        var came = await guest.SignInAsync(email);

        Assert.Equal("/cart", came.Path);
        Assert.Contains("11 of Oat & honey shake were left out", came.Text("main [role=status]"), StringComparison.Ordinal);
        Assert.Equal("99", new CartPage(guest, came).Quantity(product.Name));
        Assert.Equal("", (await guest.OpenAsync("/cart")).Text("main [role=status]"));
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Signing_out_leaves_nothing_of_the_account_in_the_browser(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(product)).AddToCartAsync();
        var email = await shop.RegisteredAsync();
        await visitor.SignInAsync(email);

        var left = await visitor.SignOutAsync();

        Assert.Contains("signed out", left.Text("[role=status]"), StringComparison.Ordinal);
        Assert.Equal((null, null), (visitor.Cookie("account"), visitor.Cookie("cart")));
        Assert.True((await visitor.CartAsync()).IsEmpty);
        Assert.Equal("Sign in", left.Text("header .me"));
        await visitor.SignInAsync(email);
        Assert.Equal("1", (await visitor.CartAsync()).Quantity(product.Name));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_member_orders_is_listed_and_opens_on_every_device(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        var (member, email) = await shop.MemberAsync();
        using var elsewhere = shop.NewVisitor();

        var order = await member.BuyAsync(product);
        var account = await elsewhere.SignInAsync(email);
        var seen = await elsewhere.OrderAsync(order.PublicId);

        Assert.Contains(product.Name, account.Text("main .list"), StringComparison.Ordinal);
        Assert.NotNull(account.Document.QuerySelector($"main a[href='/orders/{order.PublicId}']"));
        Assert.Contains(Some.Form().Line1!, seen.Summary, StringComparison.Ordinal);
        Assert.Contains("in your account", seen.Page.Text("#keep"), StringComparison.Ordinal);
        member.Dispose();
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_guests_order_joins_the_account_when_its_holder_says_so_and_a_second_press_changes_nothing(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = shop.NewVisitor();
        var order = await guest.BuyAsync(await shop.StockAsync(Some.Product()));
        var email = await shop.RegisteredAsync();

        await guest.SignInAsync(email, at: new Uri(order.Page.Document.QuerySelector<IHtmlAnchorElement>("#keep a[href*=sign-in]")!.Href).PathAndQuery);
        var offer = (await guest.OrderAsync(order.PublicId)).Page;
        var kept = await guest.SubmitAsync(KeepForm(offer)!);
        var again = await guest.SubmitAsync(KeepForm(offer)!);
        using var elsewhere = shop.NewVisitor();

        Assert.All([kept, again], page => Assert.Equal((HttpStatusCode.OK, $"/orders/{order.PublicId}", null), (page.Status, page.Path, KeepForm(page))));
        Assert.Contains(order.Number, (await elsewhere.SignInAsync(email)).Text("main .list"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_member_who_only_has_an_orders_link_cannot_take_it(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = shop.NewVisitor();
        var order = await guest.BuyAsync(await shop.StockAsync(Some.Product()));
        var (member, _) = await shop.MemberAsync();
        var seen = (await member.OrderAsync(order.PublicId)).Page;
        var token = seen.Form("/cart/add").QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");

        var taken = await member.PostAsync($"/orders/{order.PublicId}", ("_handler", "keep"), ("__RequestVerificationToken", token));

        Assert.Null(seen.Document.QuerySelector("#keep"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.Status);
        Assert.Equal("No orders yet", (await member.OpenAsync("/account")).Text("main h3"));
        member.Dispose();
    }

    private static IHtmlFormElement? KeepForm(Page page) => page.Document.QuerySelector<IHtmlFormElement>("#keep form:not([hidden])");

    private static async Task LetLinksEndAsync(ShopServer shop, string email)
    {
        await using var db = shop.Db();
        var account = await db.Accounts.Where(a => a.Email == email).Select(a => a.Id).SingleAsync();
        var past = DateTime.UtcNow.AddMinutes(-1);
        await db.AccountMails.Where(m => m.AccountId == account).ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, past));
    }
}
