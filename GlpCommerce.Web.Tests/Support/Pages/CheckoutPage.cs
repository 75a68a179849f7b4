using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Checkout;

namespace GlpCommerce.Web.Tests.Support.Pages;

/// <summary>The checkout form.</summary>
public sealed class CheckoutPage(Visitor visitor, Page page) : VisitedPage(visitor, page)
{
    private IHtmlFormElement Form => Document.QuerySelector<IHtmlFormElement>("main form[action='/checkout']")!;

    /// <summary>The words on the button, with the total one agrees to.</summary>
    public string Button => Page.Text("#place");

    public string this[string field] => Form[field] switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlSelectElement select => select.Value ?? "",
        var other => throw new InvalidOperationException($"{field} is {other?.GetType().Name ?? "missing"}."),
    };

    /// <summary>The sentence beside a field.</summary>
    public string Message(string field) => Page.Text($"#{field}-e");

    public CheckoutPage FillIn(CheckoutForm? with = null)
    {
        var form = with ?? Some.Form();
        return Fill("email", form.Email).Fill("name", form.Name).Fill("line1", form.Line1).Fill("line2", form.Line2)
            .Fill("city", form.City).Fill("state", form.State).Fill("zip", form.Zip).Fill("phone", form.Phone);
    }

    public CheckoutPage Fill(string field, string? value)
    {
        switch (Form[field])
        {
            case IHtmlInputElement input:
                input.Value = value ?? "";
                break;
            case IHtmlSelectElement select:
                select.Value = value;
                break;
        }

        return this;
    }

    public CheckoutPage KeepAddress()
    {
        ((IHtmlInputElement)Form["keep"]!).IsChecked = true;
        return this;
    }

    public CheckoutPage PayWith(string? card)
    {
        foreach (var choice in Document.QuerySelectorAll<IHtmlInputElement>("input[name=payment]"))
        {
            if (choice.Type == "hidden")
            {
                // What Stripe's field would put there.
                choice.Value = card ?? choice.Value;
                continue;
            }

            choice.IsChecked = card is null ? choice.IsDefaultChecked : choice.Value == card;
        }

        return this;
    }

    /// <summary>Presses the button and expects an order.</summary>
    public async Task<OrderPage> PlaceAsync()
    {
        var answer = await PressAsync();
        Assert.True(answer.Path.StartsWith("/orders/", StringComparison.Ordinal), $"{answer.Status} {answer.Path}: {string.Join(" | ", answer.Alerts)}");
        return new OrderPage(Visitor, answer);
    }

    /// <summary>Presses the button and expects to be told what is in the way.</summary>
    public async Task<CheckoutPage> PlaceRefusedAsync()
    {
        var answer = await PressAsync();
        Assert.Equal("/checkout", answer.Path);
        return new CheckoutPage(Visitor, answer);
    }

    public Task<Page> PressAsync() => Visitor.SubmitAsync(Form, Document.QuerySelector<IHtmlButtonElement>("#place"));
}
