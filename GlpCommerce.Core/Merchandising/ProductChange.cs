using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>A change of a product: of one of <see cref="ProductFields"/>, of a picture (<see cref="AltTexts"/>) or of <see cref="ProductStates.Field"/>.</summary>
public sealed class ProductChange : PastChange
{
    public int ProductId { get; init; }
}

/// <summary>A manager's word that exactly this text may be published, although the claims guard has marked it.</summary>
public sealed class ClaimApproval
{
    public long Id { get; init; }
    public int ProductId { get; init; }
    public required string Field { get; init; }

    /// <summary>The hash of the text: another text is not approved.</summary>
    public required string TextHash { get; init; }

    /// <summary>The newest change of the field at that time: any later one ends the approval, even if it leads back to the text.</summary>
    public long LastChangeId { get; init; }
    public required string Reason { get; init; }
    public long AccountId { get; init; }
    public DateTime At { get; init; }
}
