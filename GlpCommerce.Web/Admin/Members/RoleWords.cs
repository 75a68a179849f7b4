using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Members;

/// <summary>What a role is called, and what it means.</summary>
internal static class RoleWords
{
    public static string Of(string role) => role switch
    {
        Roles.Admin => MemberTexts.RoleAdmin,
        Roles.Manager => MemberTexts.RoleManager,
        Roles.Staff => MemberTexts.RoleStaff,
        _ => MemberTexts.RoleNone,
    };

    public static string Means(string role) => role switch
    {
        Roles.Admin => MemberTexts.RoleAdminMeans,
        Roles.Manager => MemberTexts.RoleManagerMeans,
        Roles.Staff => MemberTexts.RoleStaffMeans,
        _ => MemberTexts.RoleNoneMeans,
    };
}
