using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>A change of a product: of one of <see cref="ProductFields"/>, of a picture (<see cref="AltTexts"/>) or of <see cref="ProductStates.Field"/>.</summary>
public sealed class ProductChange : PastChange
{
    public int ProductId { get; init; }
}

/// <summary>An approval of a product's text.</summary>
public sealed class ClaimApproval : Approval
{
    public int ProductId { get; init; }
}
