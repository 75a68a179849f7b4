using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Operations;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>
/// An order's state as Server-Sent Events. Each event carries the number of the last step that the reader may see, so that
/// whoever comes back with it gets the steps in between.
/// </summary>
internal static class OrderNews
{
    /// <summary>Where the browser waits before it comes back, in milliseconds.</summary>
    public const string Retry = "retry: 2000\n\n";

    public const string Heartbeat = ":\n\n";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether nothing more comes by itself: the payment is decided, and no money is on its way back. A failed order waits for another payment.</summary>
    public static bool IsSettled(OrderView order) =>
        order.Status is not (OrderStatus.Pending or OrderStatus.Failed) && !order.IsMoneyOnItsWayBack;

    /// <summary>The steps that a reader missed, and at last how the order stands now.</summary>
    /// <param name="known">How many steps the reader knows; null for one who has just come.</param>
    public static string Since(OrderView order, int? known)
    {
        var last = order.Events.Count;
        var missed = known is { } count && count < last - 1 ? Enumerable.Range(count + 1, last - 1 - count) : [];
        return string.Concat([.. missed.Select(number => Past(order, number)), Present(order, last)]);
    }

    /// <summary>Of a step that is past nobody knows how the payment stood then.</summary>
    private static string Past(OrderView order, int number) => Message(number, OrderWords.Key(order.Events[number - 1].Status), null, order);

    private static string Present(OrderView order, int number) => Message(number, OrderWords.Key(order.Status), OrderWords.Key(order.PaymentStatus), order);

    private static string Message(int number, string status, string? payment, OrderView order)
    {
        var step = order.Events[number - 1];
        var news = JsonSerializer.Serialize(new News(status, payment, order.IsHolder ? step.Text : null, UtcTime.Write(step.At)), Json);
        return string.Create(CultureInfo.InvariantCulture, $"id: {number}\ndata: {news}\n\n");
    }

    /// <param name="PaymentStatus">Null for a step that is past.</param>
    /// <param name="Step">What happened, in the shopper's words; null without proof.</param>
    private sealed record News(string Status, string? PaymentStatus, string? Step, string At);
}
