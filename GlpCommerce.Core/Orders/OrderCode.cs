namespace GlpCommerce.Core.Orders;

/// <summary>A code sent by e-mail that opens an order once: the way back to it for whoever lost the browser that placed it.</summary>
public sealed class OrderCode
{
    public long Id { get; init; }
    public long OrderId { get; init; }

    /// <summary>The hash of the code: the code itself is only in the e-mail.</summary>
    public required string CodeHash { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; set; }
    public DateTime? UsedAt { get; set; }

    /// <summary>The hash of the access token it was changed for; null until then. It opens the order as the first token does.</summary>
    public string? TokenHash { get; set; }
}
