using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Api.Orders;

/// <summary>An order as its reader may see it.</summary>
/// <param name="View">Without its steps where many orders are listed; they are read for all of them when one is asked for.</param>
/// <param name="Proof">What the reader brought.</param>
/// <param name="Token">The order's key, if the reader holds it: a browser gets in with it.</param>
internal sealed record OrderNode(OrderView View, OrderProof Proof, string? Token)
{
    /// <summary>Whether it stands in a list: the provider is not asked about each order of one.</summary>
    public bool IsListed { get; init; }
}

/// <summary>What became of a mutation about an order. The order is read only when it is asked for.</summary>
/// <param name="PublicId">Null when it was refused before any order was known.</param>
internal sealed record OrderChange(string? PublicId, OrderProof Proof, string? Token, IReadOnlyList<UserError> Errors);
