using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Lets through what the claims guard has not marked, and what somebody else than its author approved word for word.</summary>
internal static class ClaimsGate
{
    /// <param name="form">What is to be published.</param>
    /// <param name="changed">Fields that are being changed by this very act: nobody can have approved those.</param>
    /// <param name="only">Null to read all fields.</param>
    public static async Task<List<Problem>> RefusalsAsync(
        ShopDb db, int productId, FieldForm form, IReadOnlyCollection<string> changed, IReadOnlyCollection<string>? only, CancellationToken ct)
    {
        var pictures = only is null || only.Any(AltTexts.IsName) ? await PicturesAsync(db, productId, ct) : [];
        return await RefusalsAsync(db, productId, pictures, form, changed, only, ct);
    }

    /// <summary>The same for a product whose pictures are known already.</summary>
    public static async Task<List<Problem>> RefusalsAsync(
        ShopDb db, int productId, IEnumerable<ProductPicture> pictures, FieldForm form,
        IReadOnlyCollection<string> changed, IReadOnlyCollection<string>? only, CancellationToken ct)
    {
        var refusals = new List<Problem>();
        foreach (var (field, text, marks) in Marked(form, pictures).Where(marked => only is null || only.Contains(marked.Field.Name)))
        {
            if (changed.Contains(field.Name) || !await TextsOf(db, productId).HoldAsync(field.Name, Approved(form, text), ct))
            {
                refusals.Add(ProductProblems.Marked(field, marks));
            }
        }

        return refusals;
    }

    /// <summary>
    /// What the shelf holds already was let through once, so only what is new to it is read; another kind of product has other rules
    /// for every text.
    /// </summary>
    public static IReadOnlyCollection<string>? NewToTheShelf(bool wentOut, IReadOnlyCollection<string> changed) =>
        !wentOut || changed.Contains("kind") ? null
        // What stands on the pack is read together: a field that is emptied lets its neighbours meet.
        : changed.Any(ProductCopy.Pack.Contains) ? [.. changed.Union(ProductCopy.Pack)] : changed;

    /// <summary>What an approval stands for: the text, and the kind of product by whose rules it was read.</summary>
    public static string Approved(FieldForm form, string text) => $"{form["kind"]}\n{text}";

    /// <summary>What the claims guard marks in the fields and in what the pictures show.</summary>
    public static IEnumerable<(FormField Field, string Text, IReadOnlyList<ClaimMark> Marks)> Marked(FieldForm form, IEnumerable<ProductPicture> pictures)
    {
        var fields = ProductFields.All.Select(field => (Field: (FormField)field, Text: form[field.Name], Marks: ProductCopy.MarksOf(field, form)));
        var shown = pictures.OrderBy(picture => picture.Position).Select(picture => (Field: (FormField)AltTexts.FieldOf(picture), Text: picture.Alt, Marks: ProductCopy.MarksOf(picture, form)));
        return fields.Concat(shown).Where(read => read.Marks.Count > 0);
    }

    /// <summary>The pictures of a product as they are to be: what this context has changed of them counts already.</summary>
    public static async Task<IReadOnlyList<ProductPicture>> PicturesAsync(ShopDb db, int productId, CancellationToken ct)
    {
        await db.ProductPictures.Where(picture => picture.ProductId == productId).LoadAsync(ct);
        return [.. db.ProductPictures.Local.Where(picture => picture.ProductId == productId)];
    }

    public static ApprovedTexts TextsOf(ShopDb db, int productId) =>
        new(db.ProductChanges.AsNoTracking().Where(c => c.ProductId == productId), db.ClaimApprovals.Where(a => a.ProductId == productId));
}
