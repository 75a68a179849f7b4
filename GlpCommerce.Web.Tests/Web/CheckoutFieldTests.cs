using System.Net;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Web;

public sealed class CheckoutFieldTests(ShopServers servers)
{
    /// <summary>Fields that take free text; the state is chosen from a list.</summary>
    public static TheoryData<string> Texts => ["email", "name", "line1", "line2", "city", "zip", "phone"];

    /// <summary>
    /// As a shopper counts: what is hidden is no field, the second address line is none until somebody opens it, and the
    /// cards to choose from are one question.
    /// </summary>
    [Fact]
    public async Task The_checkout_asks_for_the_eight_fields_it_speaks_of()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();

        var checkout = (await visitor.BeginCheckoutAsync(await shop.StockAsync(Some.Product()))).Page;

        var fields = checkout.Document.QuerySelectorAll("main form[action='/checkout'] :is(input:not([type=hidden]), select, textarea)")
            .Where(field => field.Closest("details:not([open])") is null).Select(field => field.GetAttribute("name")).Distinct().ToList();
        Assert.Equal(["email", "name", "line1", "city", "state", "zip", "phone", "payment"], fields);
        Assert.Contains("Eight fields", checkout.Text("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dana")]
    [InlineData("dana@")]
    [InlineData("@example.com")]
    [InlineData("dana@example")]
    [InlineData("dana@exa mple.com")]
    [InlineData("dana@@example.com")]
    [InlineData("dana@example.com, eve@example.com")]
    [InlineData("Dana <dana@example.com>")]
    [InlineData("dana@example.com\r\nBcc: eve@example.com")]
    [InlineData("dana@.com")]
    [InlineData("dana@example..com")]
    [InlineData("<script>alert(1)</script>@example.com")]
    public async Task A_malformed_email_is_refused_beside_its_field_and_stays_in_it(string email)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn().Fill("email", email);

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEqual("", refused.Message("email"));
        Assert.Equal(email.ReplaceLineEndings(""), refused["email"].ReplaceLineEndings(""));
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("name", "   ")]
    [InlineData("name", "\u200b\u202e")]
    [InlineData("line1", "")]
    [InlineData("city", "")]
    [InlineData("state", "")]
    [InlineData("zip", "")]
    [InlineData("zip", "6061")]
    [InlineData("zip", "606145")]
    [InlineData("zip", "ABCDE")]
    [InlineData("zip", "٦٠٦١٤")]
    public async Task A_field_that_is_missing_or_wrong_is_told_beside_it_and_costs_no_other_field(string field, string value)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn().Fill(field, value);

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEqual("", refused.Message(field));
        Assert.Equal(Some.Form().Email, refused["email"]);
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task All_that_is_missing_is_said_at_once_with_a_link_to_each_field()
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var checkout = await visitor.BeginCheckoutAsync(await shop.StockAsync(Some.Product()));

        var refused = await checkout.PlaceRefusedAsync();

        var links = refused.Page.Document.QuerySelectorAll("#problems a").Select(a => a.GetAttribute("href")!.Split('#')[1]);
        Assert.Equal(["email", "name", "line1", "city", "state", "zip"], links);
        Assert.All(links, id => Assert.NotNull(refused.Page.Document.GetElementById(id)));
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task A_text_of_10000_characters_is_refused_with_a_sentence_and_stays_in_its_field(string field)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var text = new string('x', 10_000);
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn().Fill(field, text);

        var refused = await checkout.PlaceRefusedAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEqual("", refused.Message(field));
        Assert.Equal(text, refused[field]);
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Fact]
    public async Task Control_characters_and_direction_marks_never_reach_the_parcel()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn().Fill("name", "Da\u0007na\u202e\u001b Whit\u200block");

        await checkout.PlaceAsync();

        Assert.Equal("Dana Whitlock", Assert.Single(await shop.OrdersOfAsync(product)).Address!.Name);
    }

    [Theory]
    [InlineData("דנה ויטלוק")]
    [InlineData("دانة")]
    [InlineData("Dana 🏋️ Whitlock")]
    [InlineData("𐍈𐍈")]
    [InlineData("O’Hara-Łukasiewicz")]
    [InlineData("<b>Dana</b> & \"Co\"")]
    public async Task Letters_of_every_script_are_shown_as_they_were_typed(string name)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var checkout = (await visitor.BeginCheckoutAsync(await shop.StockAsync(Some.Product()))).FillIn().Fill("name", name);

        var order = await checkout.PlaceAsync();

        Assert.Contains(name, order.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZZ")]
    [InlineData("Illinois")]
    [InlineData("I\u0007L")]
    public async Task A_state_that_is_not_on_the_list_is_refused(string state)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var refused = await PostAsync(visitor, await shop.StockAsync(Some.Product()), ("state", state));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEqual("", refused.Text("#state-e"));
    }

    [Fact]
    public async Task A_nul_is_refused_with_a_sentence()
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();

        var refused = await PostAsync(visitor, product, ("name", "Dana\0"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("try again", refused.Text("main"), StringComparison.Ordinal);
        Assert.Empty(await shop.OrdersOfAsync(product));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task An_order_without_a_way_to_pay_is_refused(string payment)
    {
        var shop = await servers.AnyAsync();
        using var visitor = shop.NewVisitor();
        var refused = await PostAsync(visitor, await shop.StockAsync(Some.Product()), ("payment", payment));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotEqual("", refused.Text("#payment-e"));
    }

    [Theory]
    [InlineData("pm_card_of_my_own")]
    [InlineData("<script>")]
    [InlineData("\0")]
    public async Task A_way_to_pay_that_was_not_offered_never_confirms_an_order(string payment)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product());
        using var visitor = shop.NewVisitor();

        var answer = await PostAsync(visitor, product, ("payment", payment));

        Assert.True((int)answer.Status < 500, $"{answer.Status}");
        if (answer.Path.StartsWith("/orders/", StringComparison.Ordinal))
        {
            await new Support.Pages.OrderPage(visitor, answer).UntilAsync(OrderStatus.Failed);
        }
    }

    [Theory]
    [InlineData("expectedTotal", "")]
    [InlineData("expectedTotal", "-1")]
    [InlineData("expectedTotal", "99999999999999999999999")]
    [InlineData("cartId", "not-a-guid")]
    [InlineData("cartId", "00000000-0000-0000-0000-000000000000")]
    public async Task Hidden_fields_that_were_tampered_with_place_nothing_that_was_not_agreed_to(string field, string value)
    {
        var shop = await servers.AnyAsync();
        var product = await shop.StockAsync(Some.Product(price: 100m));
        using var visitor = shop.NewVisitor();

        var answer = await PostAsync(visitor, product, (field, value));

        Assert.True((int)answer.Status < 500, $"{answer.Status}");
        Assert.All(await shop.OrdersOfAsync(product), order => Assert.Equal(10_000, order.Total.Cents));
    }

    /// <summary>Sends the checkout with one field as no browser would.</summary>
    private static async Task<Support.Pages.Page> PostAsync(Visitor visitor, Core.Catalog.Product product, (string Name, string Value) changed)
    {
        var checkout = (await visitor.BeginCheckoutAsync(product)).FillIn();
        string[] hidden = ["__RequestVerificationToken", "_handler", "cartId", "expectedTotal"];
        string[] typed = ["email", "name", "line1", "city", "state", "zip"];
        var fields = hidden.Concat(typed).Select(name => (name, checkout[name])).Append(("payment", "pm_card_visa"))
            .Select(field => field.Item1 == changed.Name ? changed : field);
        return await visitor.PostAsync("/checkout", [.. fields.Select(field => (field.Item1, (string?)field.Item2))]);
    }
}
