namespace GlpCommerce.Core.Accounts;

/// <summary>
/// How often the password of an address was wrong lately. There is a row for every address that was tried, whether it has an
/// account or not: a lock that only accounts knew would tell which addresses have one.
/// </summary>
public sealed class SignInTry
{
    /// <summary>The address under the shop's key, so that the table is no list of addresses.</summary>
    public required string Key { get; init; }
    public int Failures { get; init; }

    /// <summary>When a failure was last counted; what comes while the address is locked is not.</summary>
    public DateTime LastAt { get; init; }
}
