using System.Globalization;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Products;

public sealed partial class ProductEditPage(
    StaffProducts products, ProductEditor editor, ProductPublisher publisher, ClaimApprover approver, ProductHistory history,
    AccountQueries accounts, StaffSession session, KeptForms keptForms, NavigationManager nav)
{
    private static readonly string[] LabelFields = ["serving", "servings", "kcal", "protein", "fiber", "addedSugar", "sodium", "potassium", "magnesium"];
    private static readonly string[] PackFields = ["line1", "line2", "number", "unit", "what"];
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(250);

    private static readonly IReadOnlyList<Term> Kinds = [.. Enum.GetNames<ProductKind>().Select(kind => new Term(kind, kind == nameof(ProductKind.MedicalDevice) ? ProductTexts.MedicalDevice : kind))];

    private static readonly IReadOnlyList<Term> YesNo = [new("yes", ProductTexts.Yes), new("no", ProductTexts.No)];

    private ProductDesk? _desk;
    private Product? _product;
    private IReadOnlyList<ProductPicture> _pictures = [];
    private IReadOnlyList<(ProductField Field, IReadOnlyList<ClaimMark> Marks)> _marked = [];
    private IReadOnlySet<string> _approved = new HashSet<string>();
    private ProductConflict? _conflict;
    private KeptForm? _kept;
    private string? _said;
    private string? _scheduleRefusal;
    private string _previewed = "";
    private DateTime? _publishAt;
    private ElementReference _outcome;
    private int _version;
    private int _typed;
    private bool _isMissing;
    private bool _isBusy;
    private bool _isRefused;
    private bool _mayApprove;

    /// <summary>Null for a product that is still to be made.</summary>
    [Parameter]
    public int? Id { get; set; }

    private static IReadOnlyList<Term> Packs { get; } = [.. Features.Catalog.PackLayouts.Load().Templates.Select(name => new Term(name, name.Replace('-', ' ')))];

    private NavigationManager Nav => nav;

    private string Title => _product?.Name ?? ProductTexts.New;

    private ShownPicture? FirstPicture => _pictures.FirstOrDefault(picture => picture.State == PictureState.Ready) is { } first
        ? new ShownPicture(first.Key, first.Alt, first.Width, first.Height) : null;

    private string KeepKey => Id is { } id ? string.Create(CultureInfo.InvariantCulture, $"product-{id}") : "product-new";

    private PackDesign PreviewPack => new()
    {
        Template = _desk!.Form["template"], Line1 = _desk.Form["line1"], Line2 = _desk.Form["line2"], Number = _desk.Form["number"], Unit = _desk.Form["unit"], What = _desk.Form["what"],
    };

    private Category PreviewCategory => Vocabulary.CategoryOf(_desk!.Form["category"]) ?? Category.Supplements;

    protected override async Task OnParametersSetAsync()
    {
        if (_desk is not null && _product?.Id == Id)
        {
            return;
        }

        (_product, _conflict, _kept) = (null, null, null);
        await ReadAsync();
        if (_desk is { } desk)
        {
            var kept = await keptForms.FindAsync(KeepKey);
            _kept = kept is not null && kept.Form.DifferingFrom(desk.Form).Any() ? kept : null;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isRefused)
        {
            // What was refused stands on top, and the button that was pressed may be far below.
            _isRefused = false;
            await _outcome.FocusAsync();
        }
    }

    /// <summary>Reads the product anew, and what is typed is what it says.</summary>
    private async Task ReadAsync()
    {
        if (Id is not { } id)
        {
            _desk = new ProductDesk(new ProductForm { ["suggested"] = "yes", ["template"] = new PackDesign().Template });
            return;
        }

        _product = await products.FindAsync(id);
        _isMissing = _product is null;
        if (_product is { } product)
        {
            _desk = new ProductDesk(ProductForm.Of(product));
            (_version, _previewed) = (product.Version, product.Description);
            await ReadMarksAsync(product);
        }
    }

    private async Task ReadMarksAsync(Product product)
    {
        _marked = StaffProducts.Marked(product);
        _approved = await products.ApprovedAsync(product);
        _mayApprove = (await session.ActorAsync()).May(Rights.ApproveClaims);
    }

    private async Task TypedAsync()
    {
        _said = null;
        var mine = ++_typed;
        await Task.Delay(PreviewPause);
        if (mine == _typed)
        {
            _previewed = _desk!.Form["description"];
        }
    }

    private Task SaveAsync() => WorkAsync(async by =>
    {
        var isNew = Id is null;
        var saved = Id is { } id ? await editor.SaveAsync(by, id, _version, _desk!.Form) : await editor.CreateAsync(by, _desk!.Form);
        if (await TakeAsync(saved, ProductTexts.SaidSaved) && isNew)
        {
            nav.NavigateTo(string.Create(CultureInfo.InvariantCulture, $"{ProductListQuery.Path}/{saved.Value!.Id}"), replace: true);
        }
    });

    /// <summary>Saves what is typed, and then does something to the product.</summary>
    private Task ActAsync(Func<Actor, int, int, CancellationToken, Task<Result<ProductVersion>>> act, string said) => WorkAsync(async by =>
    {
        var isTyped = _desk!.Form.DifferingFrom(ProductForm.Of(_product!)).Any();
        if (!isTyped || await TakeAsync(await editor.SaveAsync(by, _product!.Id, _version, _desk.Form), ProductTexts.SaidSaved))
        {
            await TakeAsync(await act(by, _product!.Id, _version, CancellationToken.None), said);
        }
    });

    private async Task ScheduleAsync()
    {
        var at = _publishAt is { } local ? await keptForms.UtcAsync(local) : DateTime.MinValue;
        await ActAsync((by, id, version, ct) => publisher.ScheduleAsync(by, id, version, at, ct), ProductTexts.SaidScheduled);
        _scheduleRefusal = _product?.PublishAt is null && _desk!.General is [var first, ..] ? first : null;
    }

    private Task DuplicateAsync() => WorkAsync(async by =>
    {
        var copy = await editor.DuplicateAsync(by, _product!.Id);
        _desk!.Refuse(copy.Problems);
        if (copy.Value is { } made)
        {
            nav.NavigateTo(string.Create(CultureInfo.InvariantCulture, $"{ProductListQuery.Path}/{made.Id}"));
        }
    });

    private Task ApproveAsync((string Field, string Reason) approval) => WorkAsync(async by =>
    {
        var approved = await approver.ApproveAsync(by, _product!.Id, _version, approval.Field, approval.Reason);
        _desk!.Refuse(approved.Problems);
        if (approved.Succeeded)
        {
            _approved = await products.ApprovedAsync(_product);
            _said = ProductTexts.SaidApproved;
        }
    });

    private async Task WorkAsync(Func<Actor, Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        _said = null;
        try
        {
            await work(await session.ActorAsync());
        }
        finally
        {
            _isBusy = false;
            _isRefused = _conflict is not null || _desk!.General.Count > 0 || _desk.Refused.Count > 0;
        }
    }

    /// <summary>Shows what came of an act. What was typed stays when it was refused.</summary>
    private async Task<bool> TakeAsync(Result<ProductVersion> result, string said)
    {
        _desk!.Refuse(result.Problems);
        if (result.Problem?.Code == ProductProblems.Changed.Code)
        {
            await CollideAsync();
        }

        if (result.Value is not { } saved)
        {
            return false;
        }

        await keptForms.DropAsync(KeepKey);
        _kept = null;
        if (Id is not null)
        {
            await ReadAsync();
            _said = said;
        }

        return saved.Id > 0;
    }

    private IReadOnlyList<ClaimMark> AltMarks(string alt) =>
        ClaimsGuard.Read(alt, _desk!.Form["kind"] == nameof(ProductKind.Supplement) ? CopyKind.Supplement : CopyKind.Product);

    /// <summary>A picture was added, changed or removed. What is typed stays as it is, and goes on from there unless somebody else came between.</summary>
    private async Task TakePicturesAsync(ProductVersion now)
    {
        if (now.Version == _version + 1 && await products.FindAsync(now.Id) is { } product)
        {
            (_product, _version) = (product, now.Version);
            await ReadMarksAsync(product);
        }
    }

    private async Task CollideAsync()
    {
        if (await products.FindAsync(Id!.Value) is { } theirs)
        {
            var since = await history.SinceAsync(theirs.Id, _version);
            var names = await accounts.EmailsAsync([.. since.TakeLast(1).Select(change => change.AccountId)]);
            _conflict = ProductConflict.Of(ProductForm.Of(theirs), _desk!.Form, since, theirs.Version, names.Values.FirstOrDefault());
            _product = theirs;
        }
    }

    private void Settle()
    {
        _conflict!.Settle(_desk!.Form);
        _version = _conflict.Version;
        _conflict = null;
        _desk.Refuse([]);
        _said = ProductTexts.SaidSettled;
    }

    private async Task BringBackAsync()
    {
        _desk = new ProductDesk(_kept!.Form);
        (_version, _previewed) = (_kept.Version > 0 ? _kept.Version : _version, _kept.Form["description"]);
        _kept = null;
        await InvokeAsync(StateHasChanged);
    }

    private async Task ThrowAwayAsync()
    {
        await keptForms.DropAsync(KeepKey);
        _kept = null;
    }
}
