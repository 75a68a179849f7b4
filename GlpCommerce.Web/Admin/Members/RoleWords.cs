using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Members;

/// <summary>What a role is called, and what it means; and how somebody who has one comes in.</summary>
internal static class RoleWords
{
    public static string Of(string role) => role switch
    {
        Roles.Admin => MemberTexts.RoleAdmin,
        Roles.Manager => MemberTexts.RoleManager,
        Roles.Staff => MemberTexts.RoleStaff,
        _ => MemberTexts.RoleNone,
    };

    /// <summary>How somebody comes in.</summary>
    public static string WayIn(StaffMember member) => member switch
    {
        { WaitsForPassword: true } => MemberTexts.WaitsForPassword,
        { HasPasskey: true, HasSecondFactor: true } => MemberTexts.WithPasskeyAndCode,
        { HasPasskey: true } => MemberTexts.WithPasskey,
        { HasSecondFactor: true } => MemberTexts.WithCode,
        _ => MemberTexts.PasswordOnly,
    };

    public static string Means(string role) => role switch
    {
        Roles.Admin => MemberTexts.RoleAdminMeans,
        Roles.Manager => MemberTexts.RoleManagerMeans,
        Roles.Staff => MemberTexts.RoleStaffMeans,
        _ => MemberTexts.RoleNoneMeans,
    };
}
