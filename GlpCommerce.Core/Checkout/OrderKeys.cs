using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Checkout;

/// <summary>The keys that open an order.</summary>
public static class OrderKeys
{
    /// <summary>
    /// The access token of an order. It is made from the session's secret, so that a repeated request gets the same
    /// token although the shop keeps its hash only.
    /// </summary>
    public static string AccessToken(string sessionId, string publicId) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionId), Encoding.UTF8.GetBytes($"order-access:{publicId}")));

    internal static PlacedOrder Placed(Order order, string sessionId) =>
        new(order.PublicId, order.Number, AccessToken(sessionId, order.PublicId));
}
