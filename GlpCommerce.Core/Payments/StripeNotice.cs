using System.Text.Json;

namespace GlpCommerce.Core.Payments;

/// <summary>The three things that are read of a message of Stripe's.</summary>
/// <param name="Id">Its own, or for a thin one that of the other kind which tells the same: as Stripe lists them.</param>
/// <param name="ObjectId">What it is about; empty for what has no id, or one that is none of a payment's.</param>
public sealed record StripeNotice(string Id, string Type, string ObjectId)
{
    private const int LongestId = 255;
    private const int LongestType = 128;

    /// <summary>What a thin message puts before a type that the other kind has too.</summary>
    private const string Thin = "v1.";

    /// <summary>Where a thin message names the one of the other kind.</summary>
    private const string Listed = "snapshot_event";

    /// <summary>What the shop follows up; the rest is only kept. Stripe lists messages of twenty types at most.</summary>
    internal static readonly HashSet<string> Followed =
    [
        "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed", "payment_intent.requires_action",
        "payment_intent.canceled",
        "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "checkout.session.expired",
        "charge.refunded", "charge.refund.updated", "refund.created", "refund.updated", "refund.failed",
        "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    ];

    /// <summary>Whether a job has to look what has happened.</summary>
    public bool Concerns => IsFollowed && ObjectId.Length > 0;

    private bool IsFollowed => Followed.Contains(Type.StartsWith(Thin, StringComparison.Ordinal) ? Type[Thin.Length..] : Type);

    /// <returns>Null when it is no message of Stripe's.</returns>
    public static StripeNotice? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static StripeNotice? Read(JsonElement message)
    {
        try
        {
            var notice = new StripeNotice(Text(message, Text(message, Listed).Length > 0 ? Listed : "id"), Text(message, "type"), AboutIn(message));
            // Other things have other names, such as balance.summary.1 or what a shop calls its coupons: nothing follows from them.
            notice = notice.IsFollowed || IsId(notice.ObjectId) ? notice : notice with { ObjectId = "" };
            return notice.IsSound() ? notice : null;
        }
        catch (InvalidOperationException)
        {
            // A text in it is no text, such as half a letter.
            return null;
        }
    }

    private bool IsSound() => IsId(Id) && IsMade(Type, LongestType, "_-.[]") && (ObjectId.Length == 0 || IsId(ObjectId));

    /// <summary>A message of the first kind shows the object, a thin one (v2) only names it.</summary>
    private static string AboutIn(JsonElement message)
    {
        if (Part(message, "data") is { } data && Part(data, "object") is { } shown)
        {
            return Text(shown, "id");
        }

        return Part(message, "related_object") is { } named ? Text(named, "id") : "";
    }

    private static JsonElement? Part(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

    private static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static bool IsId(string text) => IsMade(text, LongestId, "_-");

    private static bool IsMade(string text, int longest, string also) =>
        text.Length > 0 && text.Length <= longest && text.All(letter => char.IsAsciiLetterOrDigit(letter) || also.Contains(letter, StringComparison.Ordinal));
}
