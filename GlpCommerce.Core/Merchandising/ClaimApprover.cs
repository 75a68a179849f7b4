using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Lets a manager vouch for words that the claims guard has marked.</summary>
public sealed class ClaimApprover(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    /// <summary>Approves the text of a field as it stands; any change of it ends that.</summary>
    /// <param name="version">The version in which the text was read.</param>
    /// <returns>The version, or <c>staff.not_allowed</c>, <c>product.unknown</c>, <c>product.changed</c>, <c>claims.reason_missing</c>,
    /// <c>claims.not_marked</c>, <c>claims.own_text</c>.</returns>
    public async Task<Result<ProductVersion>> ApproveAsync(Actor by, int id, int version, string field, string reason, CancellationToken ct = default)
    {
        var words = Approval.ReasonOf(by, reason);
        return words.Value is { } why ? await shop.InTransactionAsync(db => ApproveAsync(db, by, id, version, field, why, ct), ct) : words.Problem!;
    }

    private async Task<Result<ProductVersion>> ApproveAsync(ShopDb db, Actor by, int id, int version, string field, string reason, CancellationToken ct)
    {
        var opened = await ProductWriter.OpenAsync(db, id, version, ct);
        if (opened.Value is not { } open)
        {
            return opened.Problem!;
        }

        var pictures = await ClaimsGate.PicturesAsync(db, id, ct);
        if (ClaimsGate.Marked(open.Before, pictures).FirstOrDefault(marked => marked.Field.Name == field) is not { Field: not null } found)
        {
            return ApprovalProblems.NotMarked;
        }

        if (await ProductAuthors.IncludeAsync(db, by.AccountId, id, field, found.Text, found.Marks, ct))
        {
            return ApprovalProblems.OwnText;
        }

        var approval = await ClaimsGate.TextsOf(db, id).ApproveAsync(new ClaimApproval { ProductId = id }, by, field, ClaimsGate.Approved(open.Before, found.Text), reason, clock.GetUtcNow().UtcDateTime, ct);
        db.ClaimApprovals.Add(approval);
        await audit.AddAsync(db, by, "claims.approved", $"product:{id}", $"{field}: {reason}", ct);
        return new ProductVersion(id, version, open.Product.Slug);
    }
}
