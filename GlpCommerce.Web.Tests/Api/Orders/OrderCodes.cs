using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Api.Orders;

/// <summary>Orders of guests, and the codes that open them.</summary>
internal static class OrderCodes
{
    public const string Ask = "mutation ($input: RequestOrderCodeInput!) { requestOrderCode(input: $input) { errors { code message field } } }";

    public const string Redeem = "mutation ($input: RedeemOrderCodeInput!) { redeemOrderCode(input: $input) { order { id isHolder userEmail } orderAccessToken errors { code message field } } }";

    public static async Task<(System.Text.Json.JsonElement Order, string Email)> GuestOrderAsync(ShopServer shop)
    {
        using var guest = ApiShopper.At(shop);
        var email = $"guest-{guest.Session[..8].ToLowerInvariant()}@example.com";
        await guest.AddAsync(await shop.StockAsync(Some.Product()));
        var created = await guest.CreateAsync(new() { ["userEmail"] = email, ["shippingAddress"] = ApiShopper.Address, ["paymentMethodId"] = SandboxGateway.Visa });
        return (created.GetProperty("order"), email);
    }

    public static async Task<(PlacedOrder Placed, string Code)> WithCodeAsync(TestShop shop)
    {
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await shop.RunJobsAsync();
        return (placed, await CodeAsync(shop, placed));
    }

    public static async Task<string> CodeAsync(TestShop shop, PlacedOrder placed)
    {
        Assert.Null((await shop.Get<OrderRecovery>().RequestAsync(placed.Number, "Dana@Example.com")).Problem);
        await shop.RunJobsAsync();
        return shop.Mail.Sent[^1].TextBody!;
    }

    public static Task<Core.Common.Result<RecoveredOrder>> RedeemAsync(TestShop shop, PlacedOrder placed, string code, string? network = null) =>
        shop.Get<OrderRecovery>().RedeemAsync(placed.Number, "dana@example.com", code, network);
}
