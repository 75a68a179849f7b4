using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// A change of a product: of one of <see cref="ProductFields"/>, of a picture (<see cref="AltTexts"/>) or of <see cref="ProductStates.Field"/>;
/// of a copy also what it was made of (<see cref="CopyOf"/>).
/// </summary>
public sealed class ProductChange : PastChange
{
    /// <summary>Under this name the history tells of which product something is a copy.</summary>
    public const string CopyOf = "copy-of";

    public int ProductId { get; init; }
}

/// <summary>An approval of a product's text.</summary>
public sealed class ClaimApproval : Approval
{
    public int ProductId { get; init; }
}
