namespace GlpCommerce.Core.Staff;

/// <summary>What somebody is in the shop. Each role has the rights of those before it; whoever has none is a customer.</summary>
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

    /// <summary>The highest of several.</summary>
    public static string Highest(IEnumerable<string> roles) => All.Last(role => role == Customer || roles.Contains(role));
}
