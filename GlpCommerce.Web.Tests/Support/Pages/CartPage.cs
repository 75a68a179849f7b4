using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace GlpCommerce.Web.Tests.Support.Pages;

/// <summary>The cart.</summary>
public sealed class CartPage(Visitor visitor, Page page) : VisitedPage(visitor, page)
{
    public bool IsEmpty => Document.QuerySelector(".lines li") is null;

    public bool CanBeOrdered => Document.QuerySelector("main button[name=next]") is not null;

    /// <summary>What the page says about the line of a product, the quantity field's value first.</summary>
    public string Quantity(string product) => Field(product).Value;

    public string Message(string product) => Page.Words(Line(product).QuerySelector(".err"));

    public string Text(string product) => Page.Words(Line(product));

    /// <summary>The last line of the cost table.</summary>
    public string Total => Page.Texts("table.sum td")[^1];

    /// <summary>What stands in the field of the discount code.</summary>
    public string Code => CodeField.Value;

    /// <summary>The sentence beside the field of the discount code.</summary>
    public string CodeMessage => Page.Text("#discountCode-e");

    /// <summary>The line of the discount, name and amount; null without one.</summary>
    public string? Discount => Page.Texts("table.sum tr").SingleOrDefault(row => row.StartsWith("Discount", StringComparison.Ordinal));

    /// <summary>Types a discount code and sends it as Enter does.</summary>
    public async Task<CartPage> UseCodeAsync(string code)
    {
        CodeField.Value = code;
        return new CartPage(Visitor, await Visitor.SubmitAsync(Page.Form("/cart/code")));
    }

    /// <summary>Sends the code to another path than its form names.</summary>
    public async Task<CartPage> UseCodeAtAsync(string path, string code)
    {
        CodeField.Value = code;
        var form = Page.Form("/cart/code");
        form.Action = path;
        return new CartPage(Visitor, await Visitor.SubmitAsync(form));
    }

    public async Task<CartPage> ForgetCodeAsync() =>
        new(Visitor, await Visitor.SubmitAsync(Page.Form("/cart/code"), Document.QuerySelector<IHtmlButtonElement>("button[name=forget]")));

    /// <summary>Types a quantity and does not send it yet.</summary>
    public void Type(string product, string quantity) => Field(product).Value = quantity;

    public async Task<CartPage> SetAsync(string product, string quantity)
    {
        Type(product, quantity);
        var form = Form;
        return new CartPage(Visitor, await Visitor.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button")));
    }

    public async Task<CartPage> TakeOutAsync(string product) =>
        new(Visitor, await Visitor.SubmitAsync(Form, Line(product).QuerySelector<IHtmlButtonElement>("button[name=remove]")));

    public async Task<CheckoutPage> CheckOutAsync()
    {
        var button = Document.QuerySelector<IHtmlButtonElement>("main button[name=next]");
        Assert.NotNull(button);
        return new CheckoutPage(Visitor, await Visitor.SubmitAsync(Form, button));
    }

    /// <summary>Types a quantity and presses "Check out".</summary>
    public async Task<CartPage> CheckOutWithAsync(string product, string quantity)
    {
        Type(product, quantity);
        return new CartPage(Visitor, await Visitor.SubmitAsync(Form, Document.QuerySelector<IHtmlButtonElement>("main button[name=next]")));
    }

    private IHtmlInputElement CodeField => Document.QuerySelector<IHtmlInputElement>("#discountCode")!;

    private IHtmlFormElement Form => Page.Form("/cart");

    private IElement Line(string product) => Document.QuerySelectorAll(".lines li").Single(l => l.QuerySelector("h2")!.TextContent.Trim() == product);

    private IHtmlInputElement Field(string product) => Line(product).QuerySelector<IHtmlInputElement>("input[type=number]")!;
}
