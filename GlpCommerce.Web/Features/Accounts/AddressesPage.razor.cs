using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Checkout;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>The addresses of an account: adds, changes, chooses and removes them.</summary>
public sealed partial class AddressesPage(AccountSession session, AddressBook addresses, NavigationManager nav)
{
    private const string Path = "/account/addresses";
    private const string New = "new";

    private Account? _account;
    private IReadOnlyList<BookedAddress> _book = [];
    private IReadOnlyList<Problem> _problems = [];

    /// <summary>What is being written; null for the list.</summary>
    private CheckoutForm? _form;
    private string? _edit;

    /// <summary>A form that was sent by somebody who is no longer signed in.</summary>
    private string? _late;

    [SupplyParameterFromQuery(Name = "edit")]
    private string? Edit { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        PrivateHeaders.Apply(HttpContext.Response.Headers);
        _account = await session.FindAsync();
        _book = _account is null ? [] : await addresses.OfAsync(_account.Id, HttpContext.RequestAborted);
        if (HttpMethods.IsPost(HttpContext.Request.Method))
        {
            var fields = HttpContext.Request.Form;
            string? form = fields["_handler"];
            _late = _account is null && form is ("address-save" or "address-pick") ? form : null;
            (_form, _edit) = form == "address-save" ? (CheckoutForms.Read(fields), fields["edit"].ToString()) : (null, null);
        }
        else if (_account is null)
        {
            await AgainAsync();
        }
        else
        {
            _edit = Edit;
            _form = Edit == New ? CheckoutForms.Blank : Find(Edit) is { } entry ? CheckoutForms.Of(entry.Address) : null;
        }
    }

    private BookedAddress? Find(string? id) => Guid.TryParse(id, out var key) ? _book.FirstOrDefault(entry => entry.Id == key) : null;

    private async Task AgainAsync() => nav.NavigateTo(_account is null ? await session.ToDoorAsync(Path) : Path);

    private async Task SaveAsync()
    {
        var saved = Guid.TryParse(_edit, out var id)
            ? await addresses.ChangeAsync(_account!.Id, id, _form!, HttpContext.RequestAborted)
            : await addresses.AddAsync(_account!.Id, _form!, HttpContext.RequestAborted);
        if (saved.Succeeded)
        {
            nav.NavigateTo(Path);
            return;
        }

        _problems = HttpContext.Refuse(saved.Problems);
    }

    private async Task PickAsync()
    {
        var fields = HttpContext.Request.Form;
        if (Guid.TryParse(fields["remove"], out var removed))
        {
            await addresses.RemoveAsync(_account!.Id, removed, HttpContext.RequestAborted);
        }

        if (Guid.TryParse(fields["choose"], out var chosen))
        {
            await addresses.ChooseAsync(_account!.Id, chosen, HttpContext.RequestAborted);
        }

        nav.NavigateTo(Path);
    }
}
