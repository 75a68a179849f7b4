using System.Text.Json;
using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>The list of what Stripe has written to the shop, which it keeps for 30 days.</summary>
internal sealed class StripeEvents(StripeClient client)
{
    private const int Longest = 100;

    public async Task<MessagePage> ListAsync(DateTime since, string? after, CancellationToken ct)
    {
        // Taken as text: Stripe shows each object in the account's version of the API, which Stripe.net may not read.
        var answer = await client.RawRequestAsync(HttpMethod.Get, PathOf(since, after), cancellationToken: ct);
        using var page = JsonDocument.Parse(answer.Content);
        if (!page.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("This is no list.");
        }

        var messages = data.EnumerateArray().Select(StripeNotice.Read).OfType<StripeNotice>().Where(notice => notice.Concerns)
            .Select(notice => new ProviderMessage(notice.Id, notice.Type, notice.ObjectId)).ToList();
        var hasMore = page.RootElement.TryGetProperty("has_more", out var more) && more.ValueKind == JsonValueKind.True;
        return new(messages, hasMore ? data.EnumerateArray().Last().GetProperty("id").GetString() : null);
    }

    private static string PathOf(DateTime since, string? after)
    {
        var types = string.Concat(StripeNotice.Followed.Select((type, i) => $"&types[{i}]={type}"));
        var from = new DateTimeOffset(since, TimeSpan.Zero).ToUnixTimeSeconds();
        return $"/v1/events?limit={Longest}&created[gte]={from}{types}{(after is null ? "" : $"&starting_after={Uri.EscapeDataString(after)}")}";
    }
}
