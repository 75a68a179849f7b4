using System.Net;
using System.Net.Sockets;

namespace GlpCommerce.Web.Operations;

/// <summary>What counts as one client address where requests are counted.</summary>
internal static class ClientNetwork
{
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>An IPv6 customer owns a whole /64, so that is what counts as one address.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "none",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
