namespace GlpCommerce.Core.Staff;

/// <summary>The first administrator, who appoints all others, read until there is one; and what is asked of staff.</summary>
public sealed class StaffOptions
{
    public const string Section = "Staff";

    public string Email { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>Whether the role of a manager or an administrator counts only with a second factor.</summary>
    public bool RequireTwoFactor { get; set; }
}
