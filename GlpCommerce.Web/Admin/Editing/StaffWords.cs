using System.Globalization;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>What pages for staff say in the same way.</summary>
public static class StaffWords
{
    public static string Time(DateTime at) => at.ToString("MMM d, yyyy, HH:mm 'UTC'", CultureInfo.CurrentCulture);

    public static string Day(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.CurrentCulture);
}
