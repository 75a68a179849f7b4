using GlpCommerce.Core.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Staff;

/// <summary>A manager's word that exactly this text may be published, although the claims guard has marked it. Rows are only ever added.</summary>
public abstract class Approval
{
    public const int LongestReason = 400;
    private const int ShortestReason = 10;

    public long Id { get; init; }
    public string Field { get; internal set; } = "";

    /// <summary>The hash of the text, and of what it is read as: another text is not approved.</summary>
    public string TextHash { get; internal set; } = "";

    /// <summary>The newest change of the field at that time: any later one ends the approval, even if it leads back to the text.</summary>
    public long LastChangeId { get; internal set; }
    public string Reason { get; internal set; } = "";
    public long AccountId { get; internal set; }
    public DateTime At { get; internal set; }

    /// <returns>The reason as it is kept, or <c>staff.not_allowed</c>, <c>claims.reason_missing</c>.</returns>
    internal static Result<string> ReasonOf(Actor by, string typed)
    {
        if (by.Refuse(Rights.ApproveClaims) is { } refusal)
        {
            return refusal;
        }

        var words = typed.Length > LongestReason * 4 ? "" : Input.Line(typed) ?? "";
        return words.Length is < ShortestReason or > LongestReason ? ApprovalProblems.ReasonMissing : words;
    }

    internal static void Map<T>(EntityTypeBuilder<T> approval)
        where T : Approval
    {
        approval.Property(a => a.Field).HasMaxLength(32);
        approval.Property(a => a.TextHash).HasMaxLength(64);
        approval.Property(a => a.Reason).HasMaxLength(LongestReason);
    }
}

/// <summary>The texts of one thing, and which of them somebody else than their authors approved word for word.</summary>
internal sealed class ApprovedTexts(IQueryable<PastChange> history, IQueryable<Approval> approvals)
{
    public async Task<bool> HoldAsync(string field, string text, CancellationToken ct)
    {
        var (hash, last) = (Secrets.Hash(text), await LastChangeAsync(field, ct));
        return await approvals.AnyAsync(a => a.Field == field && a.TextHash == hash && a.LastChangeId == last, ct);
    }

    /// <summary>Makes an approval of a text as it stands; the caller has seen to it that nobody approves words of their own.</summary>
    public async Task<T> ApproveAsync<T>(T approval, Actor by, string field, string text, string reason, DateTime now, CancellationToken ct)
        where T : Approval
    {
        var last = await LastChangeAsync(field, ct);
        (approval.Field, approval.TextHash, approval.LastChangeId) = (field, Secrets.Hash(text), last);
        (approval.Reason, approval.AccountId, approval.At) = (reason, by.AccountId, now);
        return approval;
    }

    /// <summary>0 for a text that came with the shop.</summary>
    private Task<long> LastChangeAsync(string field, CancellationToken ct) =>
        history.Where(c => c.Field == field).OrderByDescending(c => c.Id).Select(c => c.Id).FirstOrDefaultAsync(ct);
}

public static class ApprovalProblems
{
    public static readonly Problem ReasonMissing = new("claims.reason_missing", "Say why these words may stand, and where that is proven.", "reason");

    public static readonly Problem OwnText = new("claims.own_text", "You wrote this text. Somebody else has to approve it.");

    public static readonly Problem NotMarked = new("claims.not_marked", "Nothing in this text is marked any more.");
}
