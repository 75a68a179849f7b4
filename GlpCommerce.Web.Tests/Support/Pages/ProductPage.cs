using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace GlpCommerce.Web.Tests.Support.Pages;

/// <summary>A product's page.</summary>
public sealed class ProductPage(Visitor visitor, Page page) : VisitedPage(visitor, page)
{
    private IHtmlFormElement Form => Document.QuerySelectorAll<IHtmlFormElement>("form[action='/cart/add']")
        .FirstOrDefault(f => f.QuerySelector("input[name=quantity]:not([type=hidden])") is not null)
        ?? throw new InvalidOperationException($"{Page.Status} {Page.Path} offers nothing to buy: {Page.Text("body")}");

    public bool CanBeBought => Document.QuerySelector("main input[name=quantity]") is not null;

    public Task<CartPage> AddToCartAsync(int quantity = 1) => AddToCartAsync(quantity.ToString(CultureInfo.InvariantCulture));

    public async Task<CartPage> AddToCartAsync(string quantity)
    {
        var form = Form;
        ((IHtmlInputElement)form["quantity"]!).Value = quantity;
        return new CartPage(Visitor, await Visitor.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button")));
    }
}
