using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Staff;

/// <summary>Who does something for the shop.</summary>
/// <param name="AccountId">0 for the shop itself, such as a job that publishes at the hour that was set.</param>
/// <param name="Role">The highest role that the account has.</param>
public sealed record Actor(long AccountId, string Role)
{
    /// <summary>The shop itself: what nobody pressed a button for.</summary>
    public static readonly Actor Shop = new(0, Roles.Admin);

    public bool May(Right right) => Roles.AtLeast(right.From).Contains(Role);

    /// <returns><c>staff.not_allowed</c>, or null for who may.</returns>
    public Problem? Refuse(Right right) => May(right) ? null : StaffProblems.NotAllowed;
}

public static class StaffProblems
{
    public static readonly Problem NotAllowed = new("staff.not_allowed", "Your role does not allow this. Ask somebody who may.");
}
