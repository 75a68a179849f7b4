using System.Globalization;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Carts;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Checkout;

/// <summary>Guest checkout on one page. A post either becomes an order or comes back with every word still in its field.</summary>
public partial class CheckoutPage(
    CartQueries carts, Cashier cashier, CartSession session, SignedIn signedIn, AddressBook addresses, PaymentStep step, NavigationManager nav, ILogger<CheckoutPage> logger)
{
    /// <summary>How long whoever has ordered stands in line for their address book.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private CartView? _cart;
    private Guid? _cartId;
    private CheckoutForm _form = CheckoutForms.Blank;
    private string? _method = step.First;
    private IReadOnlyList<Problem> _problems = [];
    private IReadOnlyList<BookedAddress> _book = [];
    private bool _keeps;

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "address")]
    private string? Address { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        step.Allow(HttpContext.Response.Headers);
        _form = await FirstAsync();
        await LoadAsync();
        if (_cart!.IsEmpty && HttpMethods.IsGet(HttpContext.Request.Method))
        {
            nav.NavigateTo("/cart");
        }
    }

    /// <summary>Begins with an address of the account: the one that the link names, or the one that was chosen last.</summary>
    private async Task<CheckoutForm> FirstAsync()
    {
        _book = signedIn.Id is { } account ? await addresses.OfAsync(account, HttpContext.RequestAborted) : [];
        var first = _book.FirstOrDefault(entry => entry.Id.ToString() == Address) ?? (_book is [var chosen, ..] ? chosen : null);
        return first is null
            ? CheckoutForms.Blank with { State = State, Email = signedIn.Email }
            : CheckoutForms.Of(first.Address) with { State = State ?? first.Address.State, Email = signedIn.Email };
    }

    private async Task LoadAsync()
    {
        _cart = await carts.GetAsync(session.Id, UsStates.Find(_form.State), signedIn.Id, HttpContext.RequestAborted);
        _cartId = _cart.Id;
    }

    private async Task PlaceAsync()
    {
        ReadForm(HttpContext.Request.Form);
        var checkedForm = _form.Check();
        var problems = checkedForm.Problems.ToList();
        if (!IsFree && (string.IsNullOrWhiteSpace(_method) || _method.Length > 255))
        {
            problems.Add(CheckoutProblems.PaymentMethodMissing);
        }

        if (problems.Count == 0)
        {
            var placed = await cashier.PlaceAsync(Request(checkedForm.Value!), HttpContext.RequestAborted);
            if (placed.Value is { } order)
            {
                await KeepAsync();
                nav.NavigateTo(_method == StripeGateway.Hosted ? $"/orders/{order.PublicId}/pay" : $"/orders/{order.PublicId}");
                return;
            }

            problems.AddRange(placed.Problems);
        }

        _problems = HttpContext.Refuse(problems);
        await LoadAsync();
    }

    /// <summary>The order stands by now: neither a full book nor a broken one comes between the shopper and the payment.</summary>
    private async Task KeepAsync()
    {
        if (!_keeps || signedIn.Id is not { } account)
        {
            return;
        }

        try
        {
            // The file may be another program's, and its driver hears no token.
            FileWait.EndAfter(Patience);
            using var patience = new CancellationTokenSource(Patience);
            await addresses.AddAsync(account, _form, patience.Token);
        }
        catch (Exception error)
        {
            LogNotKept(error);
        }
    }

    private PlaceOrder Request(CheckedForm form)
    {
        var fields = HttpContext.Request.Form;
        var cart = Guid.TryParse(fields["cartId"], out var id) ? id : _cartId ?? Guid.Empty;
        var total = long.TryParse(fields["expectedTotal"], NumberStyles.None, CultureInfo.InvariantCulture, out var cents) ? cents : -1;
        return new PlaceOrder(session.GetOrCreate(), cart, form.Email, form.Address, _method ?? "", new Money(total), AccountId: HttpContext.User.AccountId, Network: ClientNetwork.PlaceOf(HttpContext));
    }

    private void ReadForm(IFormCollection fields)
    {
        _method = fields["payment"];
        _keeps = fields["keep"] == "yes";
        _form = CheckoutForms.Read(fields);
    }

    /// <summary>Goods and parcel cost nothing, and neither does their tax, wherever it goes.</summary>
    private bool IsFree => _cart is { IsEmpty: false } cart && cart.Totals.Total == Money.Zero;

    private Problem? On(string field) => _problems.FirstOrDefault(p => p.Field == field);

    [LoggerMessage(LogLevel.Warning, "An order was placed, and its address could not be kept in the account")]
    private partial void LogNotKept(Exception error);
}
