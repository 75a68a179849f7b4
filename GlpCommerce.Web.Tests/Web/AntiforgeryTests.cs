using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

public sealed class AntiforgeryTests(ShopServers servers)
{
    /// <summary>What a forger may have instead of the page's own token.</summary>
    public static TheoryData<string?> Tokens => [(string?)null, "", "forged", new string('A', 10_000)];

    [Theory, MemberData(nameof(Tokens))]
    public async Task A_post_to_the_cart_without_its_token_is_refused_and_changes_nothing(string? token)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync(2);
        var button = cart.Page.Document.QuerySelector<IHtmlButtonElement>("button[name=remove]")!;

        AssertRefused(await visitor.SubmitAsync(Forge(button.Form!, token), button));

        Assert.Equal("2", (await visitor.CartAsync()).Quantity(product.Name));
    }

    [Theory, MemberData(nameof(Tokens))]
    public async Task An_addition_without_its_token_is_refused_and_changes_nothing(string? token)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var form = (await visitor.ProductAsync(product)).Page.Document.QuerySelector<IHtmlFormElement>("main form[action='/cart/add']")!;

        AssertRefused(await visitor.SubmitAsync(Forge(form, token)));

        Assert.True((await visitor.CartAsync()).IsEmpty);
    }

    [Theory, MemberData(nameof(Tokens))]
    public async Task A_discount_code_without_its_token_is_refused_and_not_remembered(string? token)
    {
        var shop = await servers.AnyAsync();
        var (product, code) = (await shop.StockAsync(Some.Product()), await shop.CodeAsync(Codes.Fixed(5)));
        using var visitor = shop.NewVisitor();
        var cart = await (await visitor.ProductAsync(product)).AddToCartAsync();
        Forge(cart.Page.Form("/cart/code"), token).QuerySelector<IHtmlInputElement>("#discountCode")!.Value = code;

        AssertRefused(await visitor.SubmitAsync(cart.Page.Document.QuerySelector<IHtmlFormElement>("main form[action='/cart/code']")!));

        Assert.Null((await visitor.CartAsync()).Discount);
    }

    [Theory, MemberData(nameof(Tokens))]
    public async Task An_order_without_its_token_is_refused_and_nothing_is_ordered(string? token)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        Forge(checkout.Page.Form("/checkout"), token);

        AssertRefused(await checkout.PressAsync());

        Assert.Empty(await shop.OrdersOfAsync(product));
        Assert.Equal("1", (await visitor.CartAsync()).Quantity(product.Name));
    }

    [Fact]
    public async Task A_stage_without_its_token_is_refused_and_not_kept()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var home = await visitor.OpenAsync("/");
        var button = home.Document.QuerySelector<IHtmlButtonElement>("button[name=stage]")!;

        AssertRefused(await visitor.SubmitAsync(Forge(button.Form!, "forged"), button));

        Assert.Null(visitor.Cookie("stage"));
    }

    [Fact]
    public async Task An_answer_to_the_bank_without_its_token_is_refused_and_the_order_goes_on_waiting()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var order = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.ThreeDSecure)).UntilApprovalIsAskedAsync();
        var bank = await visitor.OpenAsync($"/orders/{order.PublicId}/approve");
        var form = bank.Document.QuerySelector<IHtmlFormElement>("main form")!;

        AssertRefused(await visitor.SubmitAsync(Forge(form, "forged"), form.QuerySelector<IHtmlButtonElement>("button[value=approve]")));

        Assert.True((await visitor.OrderAsync(order.PublicId)).AsksForApproval);
    }

    [Fact]
    public async Task A_second_payment_without_its_token_is_refused_and_the_order_stays_failed()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var failed = await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()), card: SandboxGateway.Declined)).UntilAsync(OrderStatus.Failed);

        AssertRefused(await visitor.SubmitAsync(Forge(failed.Page.Document.QuerySelector<IHtmlFormElement>("main form")!, "forged")));

        Assert.Equal("failed", (await visitor.OrderAsync(failed.PublicId)).OrderStatus);
    }

    [Theory]
    [InlineData("/account/register")]
    [InlineData("/account/sign-in")]
    [InlineData("/account/forgot")]
    [InlineData("/account/confirm?token=abcdefghijklmnopqrstuvwxyz")]
    [InlineData("/account/reset")]
    public async Task A_form_at_the_door_without_its_token_is_refused(string path)
    {
        var shop = await servers.AnyAsync();
        var email = await shop.RegisteredAsync();
        var address = path == "/account/reset" ? await shop.ResetLinkAsync(email) : path;
        foreach (var row in Tokens)
        {
            using var visitor = shop.NewVisitor();
            var form = (await visitor.OpenAsync(address)).Document.QuerySelector<IHtmlFormElement>("main form[method=post]")!;
            foreach (var (name, value) in new[] { ("email", email), ("password", Some.Password) })
            {
                form.QuerySelector<IHtmlInputElement>($"input[name={name}]")?.SetAttribute("value", value);
            }

            AssertRefused(await visitor.SubmitAsync(Forge(form, row.Data)));
            Assert.False(await visitor.IsSignedInAsync());
        }
    }

    [Fact]
    public async Task Nobody_is_signed_out_or_gets_another_password_without_the_pages_token()
    {
        var shop = await servers.AnyAsync();
        var (member, _) = await shop.MemberAsync();
        var forms = new List<IHtmlFormElement>();
        foreach (var page in new[] { "/account", "/account/two-step", "/account/data", "/account/passkeys", "/account/addresses", "/account/addresses?edit=new" })
        {
            forms.AddRange((await member.OpenAsync(page)).Document.QuerySelectorAll<IHtmlFormElement>("main form[method=post]"));
        }

        Assert.Equal(10, forms.Count);
        foreach (var form in forms)
        {
            form.QuerySelector<IHtmlInputElement>("#currentPassword")?.SetAttribute("value", Some.Password);
            form.QuerySelector<IHtmlInputElement>("#password")?.SetAttribute("value", Members.AnotherPassword);
            AssertRefused(await member.SubmitAsync(Forge(form, "forged")));
        }

        Assert.True(await member.IsSignedInAsync());
        member.Dispose();
    }

    [Fact]
    public async Task The_token_of_another_browser_is_refused()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        using var forger = shop.NewVisitor();
        var foreign = (await forger.ProductAsync(product)).Page.Document.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        Forge(checkout.Page.Form("/checkout"), foreign);

        AssertRefused(await checkout.PressAsync());
    }

    private static void AssertRefused(Page answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("try again", answer.Text("main"), StringComparison.Ordinal);
    }

    private static IHtmlFormElement Forge(IHtmlFormElement form, string? token)
    {
        var field = form.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!;
        if (token is null)
        {
            field.Remove();
        }
        else
        {
            field.Value = token;
        }

        return form;
    }
}
