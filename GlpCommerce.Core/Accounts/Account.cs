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
}

/// <summary>What somebody may do. Each role has the rights of those before it; whoever has none is a customer.</summary>
public static class Roles
{
    public const string Customer = "customer";
    public const string Staff = "staff";
    public const string Manager = "manager";
    public const string Admin = "admin";

    /// <summary>From the least to the most.</summary>
    public static readonly IReadOnlyList<string> All = [Customer, Staff, Manager, Admin];

    /// <summary>The role itself and those above it: whoever has one of them has its rights.</summary>
    public static IEnumerable<string> AtLeast(string role) => All.SkipWhile(lower => lower != role);
}
