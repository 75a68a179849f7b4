using System.Globalization;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Catalog;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Carts;

/// <summary>The cart. Every change is a plain form post; what cannot be done is said beside its line, and nothing is lost.</summary>
public partial class CartPage(
    CartQueries carts, CartEditor editor, CartSession session, CartNotice notice, SignedIn signedIn, StageShelf shelf, ShopperStage shopper, NavigationManager nav)
{
    /// <summary>As long as a code can be.</summary>
    private const int LongestShown = 40;

    private readonly Dictionary<long, Problem> _refused = [];
    private readonly Dictionary<long, string> _typed = [];
    private CartView? _cart;
    private Problem? _problem;

    /// <summary>The product whose page was left for a cart that could not take it.</summary>
    private string? _from;
    private Problem? _refusedCode;
    private string? _typedCode;
    private IReadOnlyList<Suggestion> _suggestions = [];
    private JourneyStage? _stage;
    private string? _state;
    private IReadOnlyList<string> _notices = [];

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    /// <summary>The page, with the state that the tax was estimated for.</summary>
    private string At(string path) => _state is null ? path : $"{path}?state={_state}";

    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        var state = HttpContext.Request.HasFormContentType ? HttpContext.Request.Form["state"].ToString() : State;
        _state = UsStates.Find(state);
        if (HttpMethods.IsGet(HttpContext.Request.Method))
        {
            _notices = notice.Take();
        }

        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _cart = await carts.GetAsync(session.Id, _state, signedIn.Id, HttpContext.RequestAborted);
        _stage = shopper.Current;
        _suggestions = await shelf.ForAsync(_stage, _cart.Lines.Select(l => l.Product.Id).ToHashSet(), ct: HttpContext.RequestAborted);
    }

    private async Task AddAsync()
    {
        var form = HttpContext.Request.Form;
        var product = Number(form["productId"]);
        var quantity = form.ContainsKey("quantity") ? Number(form["quantity"]) : 1;
        var added = (product, quantity) switch
        {
            (null, _) => CartProblems.Gone,
            (_, null) => CartProblems.BadQuantity,
            var (id, units) => await editor.AddAsync(session.GetOrCreate(), id.Value, units.Value, HttpContext.RequestAborted),
        };
        if (added.Succeeded)
        {
            nav.NavigateTo("/cart");
            return;
        }

        _from = Input.IsKey(form["from"]) ? form["from"].ToString() : null;
        await RefuseAsync(added.Problem!);
    }

    private async Task ChangeAsync()
    {
        var form = HttpContext.Request.Form;
        if (long.TryParse(form["remove"], NumberStyles.None, CultureInfo.InvariantCulture, out var lineId))
        {
            // Taking out what is already gone is no error: it is gone.
            await editor.SetAsync(session.GetOrCreate(), lineId, 0, HttpContext.RequestAborted);
        }
        else
        {
            await SetQuantitiesAsync(form);
        }

        if (_refused.Count == 0)
        {
            nav.NavigateTo(form["next"] == "checkout" ? At("/checkout") : At("/cart"));
            return;
        }

        await RefuseAsync(null);
    }

    private async Task SetQuantitiesAsync(IFormCollection form)
    {
        foreach (var line in _cart!.Lines)
        {
            var typed = form[$"q-{line.Id}"].ToString();
            if (!form.ContainsKey($"q-{line.Id}") || Number(typed) == line.Quantity)
            {
                continue;
            }

            var set = Number(typed) is { } quantity
                ? await editor.SetAsync(session.GetOrCreate(), line.Id, quantity, HttpContext.RequestAborted)
                : CartProblems.BadQuantity;
            if (set.Problem is { } problem)
            {
                _refused[line.Id] = problem;
                _typed[line.Id] = typed.Length > 12 ? typed[..12] : typed;
            }
        }
    }

    private async Task UseCodeAsync()
    {
        if (!HttpContext.Request.Path.StartsWithSegments("/cart/code"))
        {
            // Guesses are counted by that path; a form that was bent to another one tries nothing.
            nav.NavigateTo(At("/cart"));
            return;
        }

        var form = HttpContext.Request.Form;
        var typed = form["discountCode"].ToString();
        if (form.ContainsKey("forget") || string.IsNullOrWhiteSpace(typed))
        {
            await editor.ForgetCodeAsync(session.GetOrCreate(), HttpContext.RequestAborted);
        }
        else if ((await editor.UseCodeAsync(session.GetOrCreate(), typed, signedIn.Id, HttpContext.RequestAborted)).Problem is { } problem)
        {
            _refusedCode = problem;
            _typedCode = typed.Length > LongestShown ? typed[..LongestShown] : typed;
            await RefuseAsync(null);
            return;
        }

        nav.NavigateTo(At("/cart"));
    }

    private async Task RefuseAsync(Problem? problem)
    {
        HttpContext.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        _problem = problem;
        await LoadAsync();
    }

    private static int? Number(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
