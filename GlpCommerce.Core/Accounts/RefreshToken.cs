namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Lets an API client stay signed in: it is exchanged once for an access token and the next refresh token. All that come
/// from one sign-in are a family, and end together.
/// </summary>
public sealed class RefreshToken
{
    public long Id { get; init; }
    public long AccountId { get; init; }
    public Guid FamilyId { get; init; }

    /// <summary>The hash of the token: the token itself is only with the client.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The account's security stamp, hashed, when it was issued: with another password it counts no more.</summary>
    public required string Stamp { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? UsedAt { get; set; }
    public DateTime? RevokedAt { get; set; }
}
