using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>Whatever is sent, the shop answers below 500: an error of ours is never somebody else's doing.</summary>
public sealed class NonsenseTests(ShopServers servers)
{
    private static readonly string[] Texts =
    [
        "", " ", "'", "\"", "\\", "%", "%%", "%00", "*", "' OR 1=1 --", "'; DROP TABLE \"Products\"; --", "NEAR(a b)", "name:x AND NOT y", "a & !b | (c", "\"unclosed",
        "-1", "0", "99999999999999999999", "1e308", "NaN", "<script>alert(1)</script>", "\0", "shake\0", "\u202egnp.exe", "\u200b", "😀", "e\u0301", "\ufffd",
        "../../../etc/passwd", "{{7*7}}", "${7*7}", new('x', 10_000), new('(', 2_000), string.Concat(Enumerable.Repeat("word ", 2_000)),
    ];

    /// <summary>Addresses that take forms, right and wrong ones, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string, string>> Forms =>
        from row in TestDatabase.Each
        from form in new[]
        {
            ("/cart", "cart"), ("/cart/add", "add"), ("/cart/code", "code"), ("/cart", "code"), ("/checkout", "checkout"), ("/cart", "no-such-form"), ("/cart", ""), ("/shop", "cart"),
            ("/stage", ""), ("/error", ""), ("/not-found", ""), ("/account/register", "register"), ("/account/sign-in", "sign-in"), ("/account/forgot", "forgot"),
            ("/account/confirm", "confirm"), ("/account/reset", "reset"), ("/account", "password"), ("/account", "everywhere"), ("/account/sign-out", "sign-out"), ("/account/register", "sign-in"),
        }
        select new TheoryDataRow<DatabaseProvider, string, string>(row.Data, form.Item1, form.Item2) { Skip = row.Skip };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_question_about_the_shelf_breaks_it(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var visitor = shop.NewVisitor();
        string[] names = ["q", "stage", "need", "diet", "without", "price", "sort", "page"];

        await AssertFineAsync(visitor, names.SelectMany(name => Texts.Select(text => $"/shop?{name}={Escaped(text, 5_000)}")));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_address_breaks_it(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var visitor = shop.NewVisitor();
        string[] folders = ["/", "/products/", "/learn/", "/shop/", "/pages/", "/orders/", "/cart?state=", "/account/", "/account/confirm?token=", "/account/reset?token=", "/account/sign-in?return=", "/account/sign-in?after=", "/account?page="];

        await AssertFineAsync(visitor, folders.SelectMany(folder => Texts.Where(CanStandInAPath).Select(text => folder + Escaped(text, 5_000))));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task No_form_breaks_it(DatabaseProvider provider, string path, string handler)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();
        var token = cart.Page.Form("/cart").QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
        var line = cart.Page.Document.QuerySelector("input[type=number]")!.GetAttribute("name")!;
        string[] names = [line, "remove", "productId", "quantity", "email", "name", "zip", "payment", "cartId", "expectedTotal", "discountCode", "stage", "returnUrl", "return", "password", "currentPassword", "token"];
        var wrong = new List<string>();
        foreach (var text in Texts)
        {
            var fields = names.Select(name => (name, (string?)text)).Prepend(("__RequestVerificationToken", token)).Prepend(("_handler", handler));
            var answer = await visitor.PostAsync(path, [.. fields]);
            if ((int)answer.Status >= 500)
            {
                wrong.Add($"{answer.Status} for {text[..Math.Min(40, text.Length)]}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("application/json", "{\"productId\":1}")]
    [InlineData("text/plain", "x")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken")]
    [InlineData("application/x-www-form-urlencoded", "%ZZ=%ZZ&&&=&_handler")]
    [InlineData("application/x-www-form-urlencoded; charset=no-such", "a=b")]
    [InlineData("", "")]
    public async Task No_body_breaks_it(string type, string body)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var wrong = new List<string>();
        foreach (var path in new[] { "/cart", "/cart/add", "/checkout", "/stage", "/shop", "/orders/x", "/orders/x/approve", "/account/sign-in", "/account/register", "/account" })
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type != "")
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var answer = await visitor.SendAsync(HttpMethod.Post, path, content);
            if ((int)answer.StatusCode is < 400 or >= 500)
            {
                wrong.Add($"{answer.StatusCode} {path}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Too_many_fields_are_refused()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        await visitor.OpenAsync("/shop");

        var answer = await visitor.PostAsync("/checkout", [.. Enumerable.Range(0, 3_000).Select(i => ($"f{i}", (string?)"x"))]);

        Assert.InRange((int)answer.Status, 400, 499);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task No_method_breaks_it(string method)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        foreach (var path in new[] { "/", "/cart", "/stage", "/orders/x", "/sitemap.xml", "/account", "/account/sign-in" })
        {
            using var answer = await visitor.SendAsync(new HttpMethod(method), path);
            Assert.InRange((int)answer.StatusCode, 200, 499);
        }
    }

    [Theory]
    [InlineData("cart")]
    [InlineData("stage")]
    [InlineData("account")]
    [InlineData("cart-notice")]
    [InlineData(".AspNetCore.Antiforgery.x")]
    public async Task No_cookie_breaks_it(string name)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        foreach (var value in new[] { "", "%", "%00", "starting;x", new string('x', 8_000), "=" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/cart");
            request.Headers.TryAddWithoutValidation("Cookie", $"{name}={value}");
            using var answer = await visitor.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%09/evil.example")]
    public async Task Choosing_a_stage_never_leads_to_another_site(string returnUrl)
    {
        var shop = await servers.AnyAsync();
        using var visitor = new Visitor(shop.Server.CreateHandler(), new Uri("http://localhost"), followsRedirects: false);
        var home = await visitor.OpenAsync("/");
        var button = (IHtmlButtonElement)home.Document.QuerySelector("button[name=stage]")!;
        ((IHtmlInputElement)button.Form!["returnUrl"]!).Value = returnUrl;

        var answer = await visitor.SubmitAsync(button.Form, button);

        var target = new Uri(new Uri("http://localhost"), answer.Header("Location"));
        Assert.Equal("localhost", target.Host);
    }

    /// <summary>The test server cannot take a NUL in a path; the real one is asked in the process tests.</summary>
    private static bool CanStandInAPath(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static string Escaped(string text, int most) => Uri.EscapeDataString(text.Length > most ? text[..most] : text);

    private static async Task AssertFineAsync(Visitor visitor, IEnumerable<string> addresses)
    {
        var wrong = new List<string>();
        foreach (var address in addresses)
        {
            using var answer = await visitor.SendAsync(HttpMethod.Get, address);
            if ((int)answer.StatusCode >= 500)
            {
                wrong.Add($"{answer.StatusCode} {address[..Math.Min(80, address.Length)]}");
            }
        }

        Assert.Empty(wrong);
    }
}
