using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Payments;

/// <summary>A way to pay in the sandbox, named as Stripe names its test methods.</summary>
public sealed record SandboxMethod(string Token, string Label);

/// <summary>
/// A payment provider that moves no money. It behaves like one on the other side of a network: it keeps its own rows,
/// commits by itself, answers a repeated key with its first answer, and survives a restart.
/// </summary>
public sealed class SandboxGateway(IShopDbFactory shop, TimeProvider clock) : IPaymentGateway
{
    public const string Visa = "pm_card_visa";
    public const string Declined = "pm_card_chargeDeclined";
    public const string InsufficientFunds = "pm_card_chargeDeclinedInsufficientFunds";
    public const string ThreeDSecure = "pm_card_threeDSecure2Required";
    public const string NetworkErrors = "pm_sandbox_networkErrors";
    public const string Delayed = "pm_sandbox_delayed";

    /// <summary>How often a payment with <see cref="NetworkErrors"/> cannot be reached before it goes through.</summary>
    public const int NetworkErrorCount = 2;

    /// <summary>How long a payment with <see cref="Delayed"/> is on its way.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);

    public static readonly IReadOnlyList<SandboxMethod> Methods =
    [
        new(Visa, "Test card that works"),
        new(Declined, "Test card that the bank declines"),
        new(InsufficientFunds, "Test card without enough money"),
        new(ThreeDSecure, "Test card that asks you to approve"),
        new(NetworkErrors, "Test card behind a bad network (works at the third try)"),
        new(Delayed, "Test bank account (the money takes a minute)"),
    ];

    public string Name => "sandbox";

    public async Task<PaymentIntent> CreateAsync(IntentRequest request, CancellationToken ct)
    {
        await using var db = shop.Open();
        var known = await db.SandboxIntents.AsNoTracking().SingleOrDefaultAsync(i => i.IdempotencyKey == request.IdempotencyKey, ct);
        if (known is null)
        {
            known = new SandboxIntent
            {
                Id = $"pi_sandbox_{Secrets.New(12)}",
                IdempotencyKey = request.IdempotencyKey,
                Method = request.Method,
                OrderNumber = request.OrderNumber,
                AmountCents = request.AmountCents,
                CreatedAt = clock.GetUtcNow().UtcDateTime,
            };
            db.SandboxIntents.Add(known);
            await db.SaveChangesAsync(ct);
        }

        return Told(known);
    }

    public async Task<PaymentIntent> ConfirmAsync(string intentId, IntentRequest request, CancellationToken ct)
    {
        var (intent, unreachable) = await ChangeAsync(intentId, Confirm, ct);
        return unreachable ? throw new HttpRequestException("The sandbox pretends that the network is down.") : intent;
    }

    public async Task<PaymentIntent> ReadAsync(string intentId, CancellationToken ct)
    {
        await using var db = shop.Open();
        var intent = await db.SandboxIntents.AsNoTracking().SingleAsync(i => i.Id == intentId, ct);
        return IsDue(intent) ? (await ChangeAsync(intentId, Arrive, ct)).Intent : Told(intent);
    }

    public async Task<IReadOnlyList<PaymentIntent>> FindAsync(string orderNumber, DateTime since, CancellationToken ct)
    {
        await using var db = shop.Open();
        var intents = await db.SandboxIntents.AsNoTracking().Where(i => i.OrderNumber == orderNumber && i.CreatedAt >= since).ToListAsync(ct);
        return [.. intents.OrderByDescending(i => i.CreatedAt).Select(Told)];
    }

    public Task<ProviderRefund> RefundAsync(RefundRequest request, CancellationToken ct) => shop.InTransactionAsync(
        async db =>
        {
            var known = await db.SandboxRefunds.SingleOrDefaultAsync(r => r.IdempotencyKey == request.IdempotencyKey, ct);
            if (known is null)
            {
                db.SandboxRefunds.Add(known = await NewRefundAsync(db, request, ct));
                await db.SaveChangesAsync(ct);
            }

            return Told(known);
        },
        ct);

    public async Task<IReadOnlyList<ProviderRefund>> RefundsAsync(string paymentId, CancellationToken ct)
    {
        await using var db = shop.Open();
        return [.. (await db.SandboxRefunds.AsNoTracking().Where(r => r.IntentId == paymentId).ToListAsync(ct)).Select(Told)];
    }

    public async Task<ProviderObject?> LookUpAsync(string objectId, CancellationToken ct)
    {
        await using var db = shop.Open();
        return await db.SandboxIntents.AnyAsync(i => i.Id == objectId, ct) ? new ProviderObject(objectId, objectId) : null;
    }

    /// <summary>It writes to nobody.</summary>
    public Task<MessagePage> MessagesAsync(DateTime since, string? after, CancellationToken ct) => Task.FromResult(new MessagePage([], Next: null));

    public async Task<PaymentIntent> CancelAsync(string intentId, CancellationToken ct) =>
        (await ChangeAsync(intentId, Cancel, ct)).Intent;

    /// <summary>The shopper's answer on the bank's page. It counts once, and only while the bank waits for it.</summary>
    /// <returns>The payment, or null when there is none of that id.</returns>
    public async Task<PaymentIntent?> AnswerAsync(string intentId, bool approved, CancellationToken ct)
    {
        await using (var db = shop.Open())
        {
            if (!await db.SandboxIntents.AnyAsync(i => i.Id == intentId, ct))
            {
                return null;
            }
        }

        return (await ChangeAsync(intentId, intent => Answer(intent, approved), ct)).Intent;
    }

    private static bool Confirm(SandboxIntent intent)
    {
        if (intent.Status != IntentStatus.RequiresConfirmation)
        {
            return false;
        }

        intent.Confirmations++;
        if (intent.Method == NetworkErrors && intent.Confirmations <= NetworkErrorCount)
        {
            return true;
        }

        (intent.Status, intent.DeclineCode) = intent.Method switch
        {
            Visa or NetworkErrors => (IntentStatus.Succeeded, null),
            ThreeDSecure => (IntentStatus.RequiresAction, null),
            Delayed => (IntentStatus.Processing, null),
            Declined => (IntentStatus.Declined, "generic_decline"),
            InsufficientFunds => (IntentStatus.Declined, "insufficient_funds"),
            _ => (IntentStatus.Declined, "invalid_method"),
        };
        return false;
    }

    private bool IsDue(SandboxIntent intent) =>
        intent is { Method: Delayed, Status: IntentStatus.Processing } && intent.CreatedAt + Delay <= clock.GetUtcNow().UtcDateTime;

    private bool Arrive(SandboxIntent intent)
    {
        if (IsDue(intent))
        {
            intent.Status = IntentStatus.Succeeded;
        }

        return false;
    }

    private static bool Cancel(SandboxIntent intent)
    {
        if (intent.Status is IntentStatus.RequiresConfirmation or IntentStatus.RequiresAction)
        {
            intent.Status = IntentStatus.Canceled;
        }

        return false;
    }

    private static bool Answer(SandboxIntent intent, bool approved)
    {
        if (intent.Status == IntentStatus.RequiresAction)
        {
            (intent.Status, intent.DeclineCode) = approved ? (IntentStatus.Succeeded, null) : (IntentStatus.Declined, "authentication_failed");
        }

        return false;
    }

    private Task<(PaymentIntent Intent, bool Unreachable)> ChangeAsync(
        string intentId, Func<SandboxIntent, bool> change, CancellationToken ct) =>
        shop.InTransactionAsync(
            async db =>
            {
                var intent = await db.SandboxIntents.SingleAsync(i => i.Id == intentId, ct);
                var unreachable = change(intent);
                await db.SaveChangesAsync(ct);
                return (Told(intent), unreachable);
            },
            ct);

    private async Task<SandboxRefund> NewRefundAsync(ShopDb db, RefundRequest request, CancellationToken ct)
    {
        var paid = await db.SandboxIntents.AsNoTracking().SingleAsync(i => i.Id == request.PaymentId, ct);
        var given = await db.SandboxRefunds.Where(r => r.IntentId == paid.Id && r.Status != ProviderRefundStatus.Failed).SumAsync(r => r.AmountCents, ct);
        if (paid.Status != IntentStatus.Succeeded || given + request.AmountCents > paid.AmountCents)
        {
            throw new RefundRefusedException("amount_too_large");
        }

        return new SandboxRefund
        {
            Id = $"re_sandbox_{Secrets.New(12)}",
            IdempotencyKey = request.IdempotencyKey,
            IntentId = paid.Id,
            AmountCents = request.AmountCents,
            Status = ProviderRefundStatus.Succeeded,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
    }

    private static PaymentIntent Told(SandboxIntent intent) => new(intent.Id, intent.Status, intent.AmountCents, intent.DeclineCode)
    {
        PaymentId = intent.Id, OrderNumber = intent.OrderNumber,
    };

    private static ProviderRefund Told(SandboxRefund refund) => new(refund.Id, refund.Status, refund.AmountCents, refund.IdempotencyKey);
}
