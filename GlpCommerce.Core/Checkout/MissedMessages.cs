using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Asks the providers what they have written, and takes in what never came. Once a payment has succeeded only a message
/// tells that somebody gave it back by hand, or that its payer objects. The first look of a process goes back as far as
/// messages are kept, the later ones as far as the look before; what was stored already is not stored again.
/// </summary>
public sealed partial class MissedMessages(
    IShopDbFactory shop, PaymentGateways gateways, ProviderInbox inbox, TimeProvider clock, ILogger<MissedMessages> logger)
{
    /// <summary>How much one look reads; the next one goes on from there.</summary>
    internal const int MostPages = 100;

    /// <summary>Stripe keeps what it has written for 30 days.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>For clocks that differ, and for what is listed late.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Look> _looks = [];

    /// <returns>How many messages had not come.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var taken = 0;
        foreach (var gateway in gateways.All)
        {
            taken += await AskAsync(gateway, ct);
        }

        return taken;
    }

    private async Task<int> AskAsync(IPaymentGateway gateway, CancellationToken ct)
    {
        var last = _looks.GetValueOrDefault(gateway.Name);
        var look = last is { IsOver: false } ? last : await BeginAsync(last, ct);
        var taken = 0;
        try
        {
            for (var pages = 0; look is { IsOver: false } && pages < MostPages; pages++)
            {
                var page = await gateway.MessagesAsync(look.Since, look.Next, ct);
                taken += await TakeAsync(gateway.Name, page.Messages, ct);
                _looks[gateway.Name] = look = look with { Next = page.Next, IsOver = page.Next is null };
            }
        }
        catch (Exception error) when (error.IsOutOfReach() || error is StripeTroubleException or UnknownPaymentException)
        {
            LogNotAsked(gateway.Name, error.Message);
            if (!error.IsOutOfReach())
            {
                // Perhaps it is the place to go on from that is refused: from the beginning, then.
                _looks.Remove(gateway.Name);
            }
        }

        return taken;
    }

    /// <returns>Null while nothing was ever to be paid: then nothing was written.</returns>
    private async Task<Look?> BeginAsync(Look? last, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = shop.Open();
        if (await db.PaymentAttempts.OrderBy(a => a.Id).Select(a => (DateTime?)a.CreatedAt).FirstOrDefaultAsync(ct) is not { } first)
        {
            return null;
        }

        var since = new[] { first, now - Kept, last?.BeganAt ?? DateTime.MinValue }.Max();
        return new Look(since - Overlap, now);
    }

    private async Task<int> TakeAsync(string provider, IReadOnlyList<ProviderMessage> messages, CancellationToken ct)
    {
        var ids = messages.Select(m => m.Id).ToList();
        await using var db = shop.Open();
        var known = await db.ProviderEvents.Where(e => ids.Contains(e.Id)).Select(e => e.Id).ToHashSetAsync(ct);
        var missed = messages.Where(m => !known.Contains(m.Id)).ToList();
        foreach (var message in missed)
        {
            await inbox.ReceiveAsync(message.Id, provider, message.Type, message.ObjectId, concerns: true, ct);
            LogMissed(message.Id, message.Type, provider);
        }

        return missed.Count;
    }

    [LoggerMessage(LogLevel.Information, "Message {EventId} ({Type}) of {Provider} had not come: it was asked for")]
    private partial void LogMissed(string eventId, string type, string provider);

    [LoggerMessage(LogLevel.Warning, "{Provider} could not be asked for missed messages, which is tried again in an hour: {Trouble}")]
    private partial void LogNotAsked(string provider, string trouble);

    /// <summary>How far a provider's list was read.</summary>
    private sealed record Look(DateTime Since, DateTime BeganAt)
    {
        public string? Next { get; init; }
        public bool IsOver { get; init; }
    }
}
