using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>Has a payment made at its provider and notes down its id, before anything can be charged with it.</summary>
public sealed class PaymentStart(IShopDbFactory shop, PaymentGateways gateways, IOptions<ShopOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <summary>What the provider is told about an attempt; the same at every call.</summary>
    public IntentRequest RequestFor(Order order, PaymentAttempt attempt) =>
        new(attempt.IdempotencyKey, attempt.Amount.Cents, attempt.Method, order.Number, $"{options.Value.OrderUrl(order.PublicId)}/back", attempt.CreatedAt);

    /// <summary>Whether this attempt may still begin: the order waits for it, and neither time nor the shopper has ended that.</summary>
    public bool MayBegin(Order order, PaymentAttempt attempt) =>
        attempt.FencedAt is null && order is { Status: OrderStatus.Pending, CancelRequestedAt: null } && order.ExpiresAt > clock.GetUtcNow().UtcDateTime;

    /// <summary>Makes the payment, unstarted, and commits its id.</summary>
    /// <param name="save">Runs a change in a transaction of the caller's.</param>
    /// <returns>The new payment, or null when the order ended before it could be noted down.</returns>
    public async Task<PaymentIntent?> CreateAsync(
        Order order, PaymentAttempt attempt, Func<Func<ShopDb, Task>, CancellationToken, Task> save, CancellationToken ct)
    {
        var gateway = gateways.Of(attempt);
        if (await MakeAsync(gateway, order, attempt, ct) is not { } intent)
        {
            return null;
        }

        var noted = false;
        await save(async db => noted = await NoteAsync(db, attempt, intent, ct), ct);
        if (noted)
        {
            return intent;
        }

        await gateway.CancelAsync(intent.Id, ct);
        return null;
    }

    private async Task<PaymentIntent?> MakeAsync(IPaymentGateway gateway, Order order, PaymentAttempt attempt, CancellationToken ct)
    {
        if (clock.GetUtcNow().UtcDateTime - attempt.CreatedAt < PaymentAttempt.KeyLife)
        {
            return MayBegin(order, attempt) ? await gateway.CreateAsync(RequestFor(order, attempt), ct) : null;
        }

        // The provider may have forgotten the key, and would make a second payment: look for the first one instead. One of
        // the same number that is older, or asks for other money, is of another database.
        var made = await gateway.FindAsync(order.Number, attempt.CreatedAt - ClocksDiffer, ct);
        await using var db = shop.Open();
        var others = await db.PaymentAttempts.Where(a => a.OrderId == order.Id && a.IntentId != null).Select(a => a.IntentId).ToListAsync(ct);
        return made.FirstOrDefault(intent => intent.AmountCents == attempt.Amount.Cents && intent.Currency == Money.Currency && !others.Contains(intent.Id));
    }

    /// <summary>Two who made it at once (a job and a shopper who cannot wait) got the same payment, and both may go on.</summary>
    private static async Task<bool> NoteAsync(ShopDb db, PaymentAttempt attempt, PaymentIntent intent, CancellationToken ct) =>
        await db.PaymentAttempts
            .Where(a => a.Id == attempt.Id && (a.IntentId == null || a.IntentId == intent.Id) && a.FencedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.IntentId, intent.Id), ct) == 1;
}
