using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>A product that somebody has open to edit, on its page or in the drawer: what is typed over which version, and who was quicker.</summary>
public sealed class EditedProduct(StaffProducts products, ProductEditor editor, ProductHistory history, AccountQueries accounts)
{
    /// <summary>Null until there is something to type over.</summary>
    public FormDesk? Desk { get; private set; }

    /// <summary>As it was read last; null for one that is still to be made, or that is not there.</summary>
    public Product? Product { get; private set; }

    /// <summary>What is typed was begun over this version.</summary>
    public int Version { get; private set; }

    public FormConflict? Conflict { get; private set; }

    /// <summary>In their order, whatever became of them.</summary>
    public IReadOnlyList<ProductPicture> Pictures { get; set; } = [];

    /// <summary>What the shop shows of them first; null without any.</summary>
    public ShownPicture? FirstPicture => Pictures.FirstOrDefault(picture => picture.State == PictureState.Ready) is { } first
        ? new ShownPicture(first.Key, first.Alt, first.Width, first.Height) : null;

    /// <summary>The words as they are saved that the claims guard marks.</summary>
    public IReadOnlyList<(ProductField Field, IReadOnlyList<ClaimMark> Marks)> Marked { get; private set; } = [];

    public IReadOnlySet<string> Approved { get; private set; } = new HashSet<string>();

    public bool IsTyped => Product is not { } product || Desk!.Form.DifferingFrom(ProductForm.Of(product)).Count > 0;

    public bool IsRefused => Conflict is not null || Desk is { General.Count: > 0 } or { Refused.Count: > 0 };

    /// <summary>A product that is still to be made.</summary>
    public void Begin()
    {
        (Product, Conflict, Version, Pictures) = (null, null, 0, []);
        Desk = DeskOf(new FieldForm { ["suggested"] = "yes", ["template"] = new PackDesign().Template });
    }

    /// <summary>Reads the product anew, and what is typed is what it says.</summary>
    public async Task OpenAsync(int id)
    {
        (Product, Desk, Conflict) = (await products.FindAsync(id), null, null);
        if (Product is { } product)
        {
            (Desk, Version) = (DeskOf(ProductForm.Of(product)), product.Version);
            await ReadMarksAsync(product);
        }
    }

    public async Task<Result<ProductVersion>> SaveAsync(Actor by)
    {
        var saved = await TakeAsync(await WriteAsync(by));
        if (Conflict is not { Fields.Count: 0 })
        {
            return saved;
        }

        // Only pictures or the state were changed meanwhile: nothing of that stands in the form.
        Settle();
        return await TakeAsync(await WriteAsync(by));
    }

    /// <summary>Does something to the product as it is saved.</summary>
    public async Task<Result<ProductVersion>> ActAsync(Actor by, Func<Actor, int, int, CancellationToken, Task<Result<ProductVersion>>> act) =>
        await TakeAsync(await act(by, Product!.Id, Version, CancellationToken.None));

    public async Task<bool> ApproveAsync(Actor by, ClaimApprover approver, string field, string reason)
    {
        var approved = await approver.ApproveAsync(by, Product!.Id, Version, field, reason);
        Desk!.Refuse(approved.Problems);
        await ReadMarksAsync(Product);
        return approved.Succeeded;
    }

    /// <summary>What was chosen of two people's changes is typed, over the newer version.</summary>
    public void Settle()
    {
        Conflict!.Settle(Desk!.Form);
        (Version, Conflict) = (Conflict.Version, null);
        Desk!.Refuse([]);
    }

    /// <summary>What was typed another time and not saved.</summary>
    public void BringBack(KeptForm kept) => (Desk, Version) = (DeskOf(new FieldForm(kept.Texts)), Product is null ? Version : kept.Version);

    /// <summary>A picture was added, changed or removed. What is typed stays as it is, and goes on from there unless somebody else came between.</summary>
    public async Task TakePicturesAsync(ProductVersion now)
    {
        if (now.Version == Version + 1 && await products.FindAsync(now.Id) is { } product)
        {
            (Product, Version) = (product, now.Version);
            await ReadMarksAsync(product);
        }
    }

    /// <summary>Somebody else was quicker: what they made of it.</summary>
    public async Task CollideAsync()
    {
        if (await products.FindAsync(Product!.Id) is { } theirs)
        {
            var since = await history.SinceAsync(theirs.Id, Version);
            var names = await accounts.EmailsAsync([.. since.TakeLast(1).Select(change => change.AccountId)]);
            Conflict = FormConflict.Of(ProductFields.All, ProductForm.Of(theirs), Desk!.Form, since, theirs.Version, names.Values.FirstOrDefault());
            Product = theirs;
        }
    }

    /// <summary>So many changes of its past that are older than a row; null to begin.</summary>
    public async Task<IReadOnlyList<PastChange>> PastAsync(long? before, int count) =>
        await history.ReadAsync(Product!.Id, before, count);

    private static FormDesk DeskOf(FieldForm form) => new(form, ProductFields.All, name => ProductFields.CopyOf(name, form));

    private async Task<Result<ProductVersion>> WriteAsync(Actor by) =>
        Product is { } product ? await editor.SaveAsync(by, product.Id, Version, Desk!.Form) : await editor.CreateAsync(by, Desk!.Form);

    /// <summary>What came of an act. What was typed stays when it was refused.</summary>
    private async Task<Result<ProductVersion>> TakeAsync(Result<ProductVersion> result)
    {
        Desk!.Refuse(result.Problems);
        if (result.Problem?.Code == ProductProblems.Changed.Code)
        {
            await CollideAsync();
        }

        if (result.Succeeded && Product is { } product)
        {
            await OpenAsync(product.Id);
        }

        return result;
    }

    private async Task ReadMarksAsync(Product product)
    {
        Marked = StaffProducts.Marked(product);
        Approved = await products.ApprovedAsync(product);
    }
}
