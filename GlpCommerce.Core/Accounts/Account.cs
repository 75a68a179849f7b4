using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Somebody who signs in, with the e-mail address as the name. <c>NormalizedUserName</c> and <c>NormalizedEmail</c> are the
/// address as <see cref="EmailAddress.Key"/> compares it.
/// </summary>
public sealed class Account : IdentityUser<long>
{
    public DateTime CreatedAt { get; init; }

    /// <summary>
    /// What the session of this account's cart is derived from, together with the shop's key: the secret itself is kept nowhere.
    /// It changes when all sessions of the account end.
    /// </summary>
    public required string CartSeed { get; set; }

    /// <summary>Whether somebody else chose its password: until another one is set, its roles do not count.</summary>
    public bool HasTemporaryPassword { get; set; }
}
