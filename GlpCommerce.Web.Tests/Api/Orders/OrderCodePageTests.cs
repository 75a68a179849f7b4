using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Web.Tests.Api.Orders.OrderCodes;

namespace GlpCommerce.Web.Tests.Api.Orders;

/// <summary>The way back to an order by its page.</summary>
public sealed class OrderCodePageTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_page_leads_from_number_and_address_to_the_whole_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var browser = shop.NewVisitor();
        var (order, email) = await GuestOrderAsync(shop);
        var asked = await FindAsync(browser, order.Text("number")!, email);
        var code = await shop.CodeToAsync(email);

        var wrong = await EnterAsync(browser, asked, "AAAA2222");
        var open = await EnterAsync(browser, wrong, code);

        Assert.Equal(("Look into your mailbox", "/orders/find"), (asked.Heading, asked.Path));
        Assert.Contains("This code does not count", wrong.Text("#code-e"), StringComparison.Ordinal);
        Assert.Equal($"/orders/{order.Text("id")}", open.Path);
        Assert.Contains(email, open.Text("main aside"), StringComparison.Ordinal);
        Assert.Contains("60614", (await browser.OrderAsync(order.Text("id")!)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_signed_in_adds_the_order_that_they_found_to_their_account()
    {
        var shop = await servers.AnyAsync();
        var (browser, _) = await shop.MemberAsync();
        using var __ = browser;
        var (order, email) = await GuestOrderAsync(shop);
        var asked = await FindAsync(browser, order.Text("number")!, email);
        var open = await EnterAsync(browser, asked, await shop.CodeToAsync(email));

        var form = open.Document.QuerySelector<IHtmlFormElement>("#keep form:not([hidden])")!;
        var claimed = await browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));

        Assert.Null(claimed.Document.QuerySelector("#keep form:not([hidden])"));
        Assert.NotNull((await browser.OpenAsync("/account")).Document.QuerySelector($"a[href='/orders/{order.Text("id")}']"));
    }

    [Fact]
    public async Task The_page_says_the_same_of_an_order_that_is_not_there()
    {
        var shop = await servers.AnyAsync();
        using var browser = shop.NewVisitor();
        var (order, email) = await GuestOrderAsync(shop);

        var known = await FindAsync(browser, order.Text("number")!, email);
        var unknown = await FindAsync(browser, "GLP-999999999", email);

        Assert.Equal((known.Status, known.Text("main")), (unknown.Status, unknown.Text("main")));
        Assert.Contains("no-store", known.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "order-e")]
    [InlineData("GLP-100001", "nobody", "email-e")]
    public async Task The_page_keeps_what_was_typed_when_it_cannot_be_used(string order, string email, string message)
    {
        var shop = await servers.AnyAsync();
        using var browser = shop.NewVisitor();

        var page = await FindAsync(browser, order, email);

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEqual("", page.Text($"#{message}"));
    }

    [Fact]
    public async Task The_way_back_is_linked_from_an_order_that_is_not_ones_own_from_the_contact_page_and_from_the_confirmation()
    {
        var shop = await servers.AnyAsync();
        using var browser = shop.NewVisitor();
        var (order, email) = await GuestOrderAsync(shop);
        var mail = await Poll.UntilAsync(() => Task.FromResult(shop.EmailsOf(order.Text("number")!).FirstOrDefault()), m => m is not null, "the confirmation");

        Assert.All([await browser.OpenAsync($"/orders/{order.Text("id")}"), await browser.OpenAsync("/pages/contact")], page => Assert.NotNull(page.Document.QuerySelector("main a[href='/orders/find']")));
        Assert.All([mail!.HtmlBody, mail.TextBody], text => Assert.Contains("/orders/find", text, StringComparison.Ordinal));
        Assert.Equal(email, mail.To.Mailboxes.Single().Address);
    }

    private static async Task<Support.Pages.Page> FindAsync(Visitor browser, string order, string email)
    {
        var page = await browser.OpenAsync("/orders/find");
        var form = page.Document.QuerySelector<IHtmlFormElement>("main form")!;
        form.QuerySelector<IHtmlInputElement>("[name=order]")!.Value = order;
        form.QuerySelector<IHtmlInputElement>("[name=email]")!.Value = email;
        return await browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));
    }

    private static Task<Support.Pages.Page> EnterAsync(Visitor browser, Support.Pages.Page asked, string code)
    {
        var form = asked.Document.QuerySelector<IHtmlFormElement>("main form")!;
        form.QuerySelector<IHtmlInputElement>("[name=code]")!.Value = code;
        return browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));
    }
}
