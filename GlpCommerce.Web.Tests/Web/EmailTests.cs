using System.Text.RegularExpressions;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using MimeKit;

namespace GlpCommerce.Web.Tests.Web;

public sealed partial class EmailTests(ShopServers servers)
{
    [Fact]
    public async Task A_confirmed_order_sends_one_email_to_its_shopper()
    {
        var (_, email) = await BuyAsync();

        Assert.Equal(Some.Form().Email, Assert.IsType<MailboxAddress>(Assert.Single(email.To)).Address);
    }

    [Fact]
    public async Task The_subject_names_the_order_and_nothing_that_is_in_it()
    {
        var (order, email) = await BuyAsync();

        Assert.Equal($"Your order {order.Number}", email.Subject);
    }

    [Fact]
    public async Task Html_and_text_both_hold_every_line_and_the_total()
    {
        var (order, email) = await BuyAsync();

        string[] parts = [.. order.Page.Texts("main aside li"), order.Total, Some.Form().Line1!];
        Assert.All(parts.SelectMany(part => part.Split(" × ")), part =>
        {
            var name = Price().Replace(part, "").Trim();
            Assert.Contains(name, email.TextBody, StringComparison.Ordinal);
            Assert.Contains(name, System.Net.WebUtility.HtmlDecode(email.HtmlBody), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task It_holds_no_picture_no_style_sheet_no_script_and_no_foreign_address()
    {
        var (order, email) = await BuyAsync();

        Assert.DoesNotMatch("<(img|link|script|iframe|object|embed|video|audio|form)\\b|url\\(|background=", email.HtmlBody);
        Assert.Equal(
            [$"http://localhost:5080/orders/{order.PublicId}", "http://localhost:5080/orders/find"],
            Addresses().Matches(email.HtmlBody + email.TextBody).Select(address => address.Value).Distinct());
        Assert.Empty(email.Attachments);
    }

    [Fact]
    public async Task What_a_shopper_types_cannot_become_markup_or_a_header()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(await shop.StockAsync(Some.Product()))).FillIn().Fill("name", "<img src=x>\r\nBcc: eve@example.com");

        var order = await (await checkout.PlaceAsync()).UntilAsync(OrderStatus.Confirmed);
        var email = await EmailAsync(shop, order.Number);

        Assert.DoesNotContain("<img", email.HtmlBody, StringComparison.Ordinal);
        Assert.Empty(email.Bcc);
        Assert.Single(email.GetRecipients());
    }

    [Fact]
    public async Task A_failed_order_sends_nothing()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var failed = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);
        await EmailAsync(shop, (await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed)).Number);

        Assert.Empty(shop.EmailsOf(failed.Number));
    }

    [Fact]
    public async Task With_a_mail_server_the_confirmation_is_handed_to_it_and_no_file_is_written()
    {
        await using var server = new TestSmtpServer();
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, Smtp(server));

        var (order, email) = await BuyAsync(shop, server);

        Assert.Equal($"Your order {order.Number}", email.Subject);
        Assert.Equal(Some.Form().Email, Assert.IsType<MailboxAddress>(Assert.Single(email.To)).Address);
        Assert.Empty(shop.EmailsOf(order.Number));
    }

    [Fact]
    public async Task A_mail_server_that_asks_for_a_password_gets_the_one_in_the_settings()
    {
        await using var server = new TestSmtpServer { Login = ("shop@example.com", "pass word") };
        await using var shop = await ShopServer.StartAsync(
            DatabaseProvider.Sqlite, [.. Smtp(server), ("Email:Smtp:User", "shop@example.com"), ("Email:Smtp:Password", "pass word")]);

        var (order, email) = await BuyAsync(shop, server);

        Assert.Equal($"Your order {order.Number}", email.Subject);
    }

    private static (string Key, string Value)[] Smtp(TestSmtpServer server) =>
    [
        ("Email:Provider", "Smtp"), ("Email:Smtp:Host", "127.0.0.1"), ("Email:Smtp:Security", "None"),
        ("Email:Smtp:Port", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>Buys something, and waits for what the mail server was given.</summary>
    private static async Task<(Support.Pages.OrderPage Order, MimeMessage Email)> BuyAsync(ShopServer shop, TestSmtpServer server)
    {
        using var visitor = shop.NewVisitor();
        var order = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed);
        await Poll.UntilAsync(() => Task.FromResult(server.Taken.Count), count => count > 0, "a message at the mail server");
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Assert.Single(server.Taken)));
        return (order, await MimeMessage.LoadAsync(text));
    }

    private async Task<(Support.Pages.OrderPage Order, MimeMessage Email)> BuyAsync()
    {
        var shop = await servers.AnyAsync();
        var (one, other) = (await shop.StockAsync(Some.Product("Plain & simple 50% shake")), await shop.StockAsync(Some.Product(price: 21.5m)));
        using var visitor = shop.NewVisitor();
        await (await visitor.ProductAsync(one)).AddToCartAsync();
        var order = await (await visitor.BuyAsync(other, quantity: 3)).UntilAsync(OrderStatus.Confirmed);
        return (order, await EmailAsync(shop, order.Number));
    }

    private static async Task<MimeMessage> EmailAsync(ShopServer shop, string number) =>
        Assert.Single(await Poll.UntilAsync(() => Task.FromResult(shop.EmailsOf(number)), emails => emails.Count > 0, $"an e-mail about {number}"));

    [GeneratedRegex(@"\$[\d,.]+$")]
    private static partial Regex Price();

    [GeneratedRegex("https?://[^\\s\"'<>)]+")]
    private static partial Regex Addresses();
}
