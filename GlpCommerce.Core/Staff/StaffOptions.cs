namespace GlpCommerce.Core.Staff;

/// <summary>The first administrator, who appoints all others. Read until there is one.</summary>
public sealed class StaffOptions
{
    public const string Section = "Staff";

    public string Email { get; set; } = "";

    public string Password { get; set; } = "";
}
