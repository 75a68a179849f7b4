using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Tests.Support.Pages;

/// <summary>An order's page.</summary>
public sealed class OrderPage(Visitor visitor, Page page) : VisitedPage(visitor, page)
{
    public string PublicId => Page.Path.Split('/')[2];

    public string OrderStatus => Document.QuerySelector("main")!.GetAttribute("data-order-status") ?? "";

    /// <summary>Such as GLP-100042.</summary>
    public string Number => Page.Text("main .num").Split(' ')[^1];

    public string Total => Page.Texts("table.sum td")[^1];

    /// <summary>The card with lines, costs, address and e-mail.</summary>
    public string Summary => Page.Text("main aside");

    public bool AsksForApproval => Document.QuerySelector("main a[href$='/approve']") is not null;

    public bool OffersToGoOn => Document.QuerySelector("main a[href$='/pay']") is not null;

    public bool OffersToPay => Document.QuerySelector("main input[name=payment]") is not null;

    public bool AsksForAddress => Document.QuerySelector("#address") is not null;

    public bool OffersToCancel => Document.QuerySelector("#cancel button") is not null;

    /// <summary>Where the receipt can be read: as a page, then as a PDF.</summary>
    public IReadOnlyList<string?> ReceiptLinks => [.. Document.QuerySelectorAll("main aside a[href*='/receipt']").Select(link => link.GetAttribute("href"))];

    /// <summary>The headlines of what has happened.</summary>
    public IReadOnlyList<string> Steps => Page.Texts("main .time .done h2");

    /// <summary>Takes the order back.</summary>
    public async Task<OrderPage> CancelAsync()
    {
        var form = Document.QuerySelector<IHtmlFormElement>("#cancel form")!;
        return new OrderPage(Visitor, await Visitor.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button")));
    }

    /// <summary>Loads the page again until it shows a step of that name.</summary>
    public Task<OrderPage> UntilStepAsync(string step) => UntilAsync(order => order.Steps.Contains(step), $"at '{step}'");

    /// <summary>Loads the page again until the order stands there.</summary>
    public Task<OrderPage> UntilAsync(OrderStatus status) =>
        UntilAsync(order => string.Equals(order.OrderStatus, status.ToString(), StringComparison.OrdinalIgnoreCase), status.ToString());

    public Task<OrderPage> UntilApprovalIsAskedAsync() => UntilAsync(order => order.AsksForApproval, "asking for approval");

    /// <summary>Answers the bank's question.</summary>
    public async Task<OrderPage> AnswerBankAsync(bool approve)
    {
        var bank = await Visitor.OpenAsync($"/orders/{PublicId}/approve");
        var form = bank.Document.QuerySelectorAll<IHtmlFormElement>("main form").Single();
        var button = form.QuerySelector<IHtmlButtonElement>(approve ? "button[value=approve]" : "button[value=deny]");
        return new OrderPage(Visitor, await Visitor.SubmitAsync(form, button));
    }

    /// <summary>Gets in with the order's key.</summary>
    public async Task<OrderPage> UnlockAsync(string key)
    {
        var form = Document.QuerySelector<IHtmlFormElement>("#order-key")!;
        form.QuerySelector<IHtmlInputElement>("input[name=key]")!.Value = key;
        return new OrderPage(Visitor, await Visitor.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button")));
    }

    /// <summary>Says where it goes.</summary>
    public async Task<OrderPage> GiveAddressAsync(string? zip = null)
    {
        var form = Document.QuerySelector<IHtmlFormElement>("#address")!;
        var typed = Some.Form() with { Zip = zip ?? Some.Form().Zip };
        foreach (var (name, value) in new[] { ("name", typed.Name), ("line1", typed.Line1), ("city", typed.City), ("zip", typed.Zip) })
        {
            form.QuerySelector<IHtmlInputElement>($"input[name={name}]")!.Value = value!;
        }

        form.QuerySelector<IHtmlSelectElement>("select[name=state]")!.Value = typed.State;
        return new OrderPage(Visitor, await Visitor.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button")));
    }

    public async Task<OrderPage> PayAgainAsync(string card)
    {
        var form = Document.QuerySelectorAll<IHtmlFormElement>("main form").Single(f => f.QuerySelector("input[name=payment]") is not null);
        foreach (var choice in form.QuerySelectorAll("input[name=payment]").Cast<IHtmlInputElement>())
        {
            choice.IsChecked = choice.Value == card;
        }

        return new OrderPage(Visitor, await Visitor.SubmitAsync(form, form.QuerySelectorAll("button").Cast<IHtmlButtonElement>().Last()));
    }

    private async Task<OrderPage> UntilAsync(Func<OrderPage, bool> isThere, string what) =>
        isThere(this) ? this : await Poll.UntilAsync(() => Visitor.OrderAsync(PublicId), isThere, $"order {Number} to be {what}");

    public override string ToString() => $"{Status} {OrderStatus}";
}
