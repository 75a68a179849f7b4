using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>
/// The way back to an order without the browser that placed it: its number and address, then the code from the e-mail. The first
/// step leads on whether there is such an order or not. Nothing of it stands in an address.
/// </summary>
public sealed partial class FindOrderPage(OrderRecovery recovery, CallerProof proof, NavigationManager nav)
{
    private bool _isAsked;
    private string? _order;
    private string? _email;
    private IReadOnlyList<Problem> _problems = [];

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override void OnInitialized() => PrivateHeaders.Apply(HttpContext.Response.Headers);

    private async Task AskAsync()
    {
        Read();
        Refuse((await recovery.RequestAsync(_order, _email, HttpContext.RequestAborted)).Problems);
        _isAsked = _problems.Count == 0;
    }

    private async Task RedeemAsync()
    {
        Read();
        var found = await recovery.RedeemAsync(_order, _email, HttpContext.Request.Form["code"], ClientNetwork.Of(HttpContext), HttpContext.RequestAborted);
        if (found.Value is { } order)
        {
            proof.Keep(order.PublicId, order.AccessToken);
            nav.NavigateTo($"/orders/{order.PublicId}");
            return;
        }

        Refuse(found.Problems);
        _isAsked = _problems.All(p => p.Field == "code");
    }

    private void Read() => (_order, _email) = (HttpContext.Request.Form["order"], HttpContext.Request.Form["email"]);

    private void Refuse(IReadOnlyList<Problem> problems) => _problems = HttpContext.Refuse(problems);

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);
}
