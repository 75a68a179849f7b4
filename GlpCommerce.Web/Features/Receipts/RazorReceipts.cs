using System.Globalization;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace GlpCommerce.Web.Features.Receipts;

/// <summary>The words of receipts from the shop's texts, and a receipt's HTML by a Razor component.</summary>
public sealed class RazorReceipts(IServiceScopeFactory scopes, ILoggerFactory loggers) : IReceiptTemplates
{
    /// <summary>In the language of the texts, whoever asks: a receipt is written by a job and kept.</summary>
    public ReceiptWords Words { get; } = new()
    {
        Culture = CultureInfo.GetCultureInfo("en-US"),
        Headline = ReceiptTexts.Headline,
        Title = ReceiptTexts.Title,
        Order = ReceiptTexts.Order,
        Placed = ReceiptTexts.Placed,
        Paid = ReceiptTexts.Paid,
        Email = ReceiptTexts.Email,
        ShipTo = ReceiptTexts.ShipTo,
        Moment = ReceiptTexts.Moment,
        Bought = ReceiptTexts.Bought,
        Item = ReceiptTexts.Item,
        Quantity = ReceiptTexts.Quantity,
        Price = ReceiptTexts.Price,
        Amount = ReceiptTexts.Amount,
        DiscountShare = ReceiptTexts.DiscountShare,
        Subtotal = ReceiptTexts.Subtotal,
        Discount = ReceiptTexts.Discount,
        Shipping = ReceiptTexts.Shipping,
        Tax = ReceiptTexts.Tax,
        Total = ReceiptTexts.Total,
        Payments = ReceiptTexts.Payments,
        NothingToPay = ReceiptTexts.NothingToPay,
        PaidStripe = ReceiptTexts.PaidStripe,
        PaidSandbox = ReceiptTexts.PaidSandbox,
        When = ReceiptTexts.When,
        What = ReceiptTexts.What,
        Refunds = ReceiptTexts.Refunds,
        Balance = ReceiptTexts.Balance,
        Contact = ReceiptTexts.Contact,
        Issued = ReceiptTexts.Issued,
        Page = ReceiptTexts.Page,
        PackingSlip = ReceiptTexts.PackingSlip,
        Sku = ReceiptTexts.Sku,
        Units = ReceiptTexts.Units,
    };

    public async Task<string> HtmlAsync(Receipt receipt)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReceiptDocument.Receipt)] = receipt,
            [nameof(ReceiptDocument.Words)] = Words,
        });
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ReceiptDocument>(parameters)).ToHtmlString());
    }
}
