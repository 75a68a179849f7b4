namespace GlpCommerce.Core.Merchandising;

/// <summary>One field of a product before and after somebody's change. Rows are only ever added.</summary>
public sealed class ProductChange
{
    public long Id { get; init; }
    public int ProductId { get; init; }

    /// <summary>The product's version that the change led to.</summary>
    public int Version { get; init; }

    /// <summary>A name of <see cref="ProductFields"/>, or <see cref="ProductStates.Field"/>.</summary>
    public required string Field { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }

    /// <summary>0 for the shop itself.</summary>
    public long AccountId { get; init; }
    public DateTime At { get; init; }
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
