using System.Net;
using System.Net.Sockets;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>What counts as one client address where requests are counted.</summary>
internal static class ClientNetwork
{
    /// <summary>A /48 is what a company gets, and 256 homes of a /56 each have part in one.</summary>
    private const int SiteBytes = 6;

    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static NetworkPlace PlaceOf(HttpContext context) => PlaceOf(context.Connection.RemoteIpAddress);

    public static NetworkPlace PlaceOf(IPAddress? address) => new(
        Of(address), address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? $"{Convert.ToHexString(address.GetAddressBytes(), 0, SiteBytes)}/48" : null);

    /// <summary>An IPv6 customer owns a whole /64, so that is what counts as one address.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
