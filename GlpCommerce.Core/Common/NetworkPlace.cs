namespace GlpCommerce.Core.Common;

/// <summary>Where a request comes from, as requests are counted.</summary>
/// <param name="Address">What counts as one network address.</param>
/// <param name="Site">The larger network that one customer may own as well; null where addresses are dealt out one by one.</param>
public sealed record NetworkPlace(string Address, string? Site = null)
{
    /// <summary>How many times as much a site may do as one address.</summary>
    public const int SiteTimes = 10;

    /// <summary>What a site may do where an address may do so much.</summary>
    public static int OfSite(int ofAddress) => (int)Math.Min(ofAddress * (long)SiteTimes, int.MaxValue);
}
