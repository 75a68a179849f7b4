using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Lets through what the claims guard has not marked, and what somebody else than its author approved word for word.</summary>
internal static class ClaimsGate
{
    /// <param name="form">What is to be published.</param>
    /// <param name="changed">Fields that are being changed by this very act: nobody can have approved those.</param>
    /// <param name="only">Null to read all fields.</param>
    public static async Task<List<Problem>> RefusalsAsync(
        ShopDb db, int productId, ProductForm form, IReadOnlyCollection<string> changed, IReadOnlyCollection<string>? only, CancellationToken ct)
    {
        var refusals = new List<Problem>();
        foreach (var (field, marks) in Marked(form).Where(marked => only is null || only.Contains(marked.Field.Name)))
        {
            if (changed.Contains(field.Name) || !await IsApprovedAsync(db, productId, field.Name, form[field.Name], ct))
            {
                refusals.Add(ProductProblems.Marked(field, marks));
            }
        }

        return refusals;
    }

    public static IEnumerable<(ProductField Field, IReadOnlyList<ClaimMark> Marks)> Marked(ProductForm form)
    {
        foreach (var field in ProductFields.All)
        {
            if (ProductFields.CopyOf(field, form) is { } kind && ClaimsGuard.Read(form[field.Name], kind) is { Count: > 0 } marks)
            {
                yield return (field, marks);
            }
        }
    }

    public static async Task<bool> IsApprovedAsync(ShopDb db, int productId, string field, string text, CancellationToken ct)
    {
        var (hash, last) = (Secrets.Hash(text), await LastChangeAsync(db, productId, field, ct));
        var lastId = last?.Id ?? 0;
        return await db.ClaimApprovals.AnyAsync(a => a.ProductId == productId && a.Field == field && a.TextHash == hash && a.LastChangeId == lastId, ct);
    }

    /// <summary>Whoever made it is the text's author; null for a text that came with the opening catalogue.</summary>
    public static Task<ProductChange?> LastChangeAsync(ShopDb db, int productId, string field, CancellationToken ct) =>
        db.ProductChanges.AsNoTracking().Where(c => c.ProductId == productId && c.Field == field).OrderByDescending(c => c.Id).FirstOrDefaultAsync(ct);
}
