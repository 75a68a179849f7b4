using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Stripe;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A message of Stripe's, as it goes over the wire.</summary>
public sealed record StripeMessage(string Id, string Type, string ObjectId, string Json)
{
    /// <summary>One that Stripe writes about an object.</summary>
    public static StripeMessage About(string type, JsonNode subject, string? apiVersion = null, DateTimeOffset? at = null)
    {
        var id = $"evt_{Guid.NewGuid():N}";
        var message = FakeStripeData.New(
            "event", ("id", id), ("type", type), ("api_version", apiVersion ?? StripeConfiguration.ApiVersion),
            ("created", (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds()),
            ("data", new JsonObject { ["object"] = subject.DeepClone() }));
        return new(id, type, (string?)subject["id"] ?? "", message.ToJsonString());
    }

    /// <summary>One of the thin kind (v2), which only names the object. Its type begins with v1. where the other kind has it too.</summary>
    /// <param name="other">The message of the other kind that tells the same, where there is one.</param>
    public static StripeMessage Thin(string type, string objectId, string? other = null)
    {
        var id = $"evt_test_{Guid.NewGuid():N}";
        var message = new JsonObject
        {
            ["id"] = id, ["object"] = "v2.core.event", ["type"] = type, ["created"] = "2026-01-05T12:00:00.000Z", ["livemode"] = false,
            ["related_object"] = new JsonObject { ["id"] = objectId, ["type"] = "payment_intent", ["url"] = $"/v1/payment_intents/{objectId}" },
        };
        if (other is not null)
        {
            message["snapshot_event"] = other;
        }

        return new(id, type, objectId, message.ToJsonString());
    }
}

/// <summary>The messages that Stripe has written. They leave when a test says so, or at once when it named a shop.</summary>
public sealed class FakeStripeOutbox
{
    /// <summary>Where the shop takes messages.</summary>
    public const string Path = "/webhooks/stripe";

    private const int MostTries = 10;

    /// <summary>As long as a shop is asked again that has no second for a message.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly HttpClient Line = new();

    private readonly List<StripeMessage> _messages = [];

    /// <summary>The shop that gets every message as it is written; null while they stay here.</summary>
    public Uri? Shop { get; set; }

    /// <summary>What the time is at Stripe.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>All that were written, in order.</summary>
    public IReadOnlyList<StripeMessage> Messages
    {
        get
        {
            lock (_messages)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>A message as Stripe posts it.</summary>
    /// <param name="at">When it was signed; now if null.</param>
    public static HttpRequestMessage Request(string json, string secret = FakeStripe.WebhookSecret, DateTimeOffset? at = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        var signed = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds();
        request.Headers.TryAddWithoutValidation("Stripe-Signature", EventUtility.GenerateSignatureHeader(json, secret, signed));
        return request;
    }

    /// <summary>Sends one as Stripe does: again, while the shop says that it cannot store it in time.</summary>
    /// <param name="write">Writes the request anew for each time.</param>
    public static async Task<HttpStatusCode> SendAsync(Func<HttpRequestMessage, Task<HttpResponseMessage>> send, Func<HttpRequestMessage> write)
    {
        for (var end = DateTimeOffset.UtcNow + Patience; ; await Task.Delay(200))
        {
            using var request = write();
            using var answer = await send(request);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || DateTimeOffset.UtcNow > end)
            {
                return answer.StatusCode;
            }
        }
    }

    /// <summary>Sends messages to a shop, all at once.</summary>
    /// <param name="send">The shop's line, such as <see cref="Visitor.SendAsync(HttpRequestMessage)"/>.</param>
    /// <param name="times">How often each is sent.</param>
    public static async Task<HttpStatusCode[]> SendAsync(Func<HttpRequestMessage, Task<HttpResponseMessage>> send, IEnumerable<StripeMessage> messages, int times = 1) =>
        await Task.WhenAll(messages.SelectMany(m => Enumerable.Range(0, times).Select(_ => SendAsync(send, () => Request(m.Json)))));

    internal void Write(string type, JsonNode subject)
    {
        var message = StripeMessage.About(type, subject, at: Clock.GetUtcNow());
        lock (_messages)
        {
            _messages.Add(message);
        }

        if (Shop is { } shop)
        {
            _ = SendAsync(shop, message);
        }
    }

    /// <summary>As Stripe does, it tries again when the shop does not answer.</summary>
    private static async Task SendAsync(Uri shop, StripeMessage message)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                using var request = Request(message.Json);
                request.RequestUri = new Uri(shop, Path);
                using var answer = await Line.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // The shop is down for the moment.
            }

            await Task.Delay(500);
        }
    }
}
