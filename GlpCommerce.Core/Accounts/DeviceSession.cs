namespace GlpCommerce.Core.Accounts;

/// <summary>
/// A browser in which somebody is signed in. Its cookie counts as long as the row is there, the account's stamp is the one
/// that it began under, and it is younger than <see cref="SessionEditor.Life"/>. Where the person was is not kept.
/// </summary>
public sealed class DeviceSession
{
    /// <summary>Random: it stands in the cookie.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    public long AccountId { get; init; }

    /// <summary>The account's security stamp when it began: with another password it counts no more.</summary>
    public required string Stamp { get; init; }

    /// <summary>The browser and the kind of machine, such as "Firefox, Windows"; empty when it did not say.</summary>
    public required string Device { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>To within a few minutes.</summary>
    public DateTime LastSeenAt { get; init; }
}
