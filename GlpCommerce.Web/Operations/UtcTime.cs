using System.Globalization;

namespace GlpCommerce.Web.Operations;

/// <summary>A time as programs read it, over the API and in live events: UTC, ISO 8601.</summary>
internal static class UtcTime
{
    public static string Write(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
