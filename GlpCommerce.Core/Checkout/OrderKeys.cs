using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Checkout;

/// <summary>The keys that open an order.</summary>
public static class OrderKeys
{
    /// <summary>
    /// The access token of a guest's order. It is made from the session's secret, so that a repeated request gets the same
    /// token although the shop keeps its hash only.
    /// </summary>
    public static string AccessToken(string sessionId, string publicId) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionId), Encoding.UTF8.GetBytes($"order-access:{publicId}")));

    /// <summary>
    /// The access token of the order that a request places. Who is signed in gets one that only the shop can make: the
    /// session of an account's cart ends with its password, and whoever saw it must not make keys of it afterwards.
    /// </summary>
    internal static string AccessToken(PlaceOrder request, string publicId, AccountKeys keys) =>
        request.AccountId is null ? AccessToken(request.SessionId, publicId) : keys.OrderAccess(publicId);

    /// <summary>The order with the token that it was placed with, whoever was signed in then.</summary>
    internal static PlacedOrder Placed(Order order, string sessionId, AccountKeys keys)
    {
        var ofAccount = keys.OrderAccess(order.PublicId);
        return new(order.PublicId, order.Number, Secrets.Hash(ofAccount) == order.AccessTokenHash ? ofAccount : AccessToken(sessionId, order.PublicId));
    }
}
