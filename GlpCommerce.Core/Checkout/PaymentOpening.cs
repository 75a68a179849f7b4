using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Checkout;

/// <summary>Begins an attempt to pay an order, inside the transaction of whoever chose the way to pay. The job does the rest.</summary>
public sealed class PaymentOpening(JobQueue jobs, PaymentGateways gateways, IOptions<ShopOptions> options)
{
    /// <summary>When the sweep first looks at a payment that nobody has heard of since.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(15);

    /// <summary>When an order that nobody pays gives its stock back.</summary>
    public DateTime ExpiryFrom(DateTime now) => now.AddMinutes(options.Value.UnpaidOrderMinutes);

    /// <summary>When an order for which nobody chooses a way to pay does so: it costs nobody anything to place one.</summary>
    public DateTime AwaitedUntil(DateTime now) => now.AddMinutes(Math.Min(options.Value.AwaitingPaymentMinutes, options.Value.UnpaidOrderMinutes));

    /// <param name="method">The provider's token.</param>
    public async Task BeginAsync(ShopDb db, Order order, string method, DateTime now, CancellationToken ct)
    {
        var attempt = new PaymentAttempt
        {
            OrderId = order.Id,
            Provider = gateways.Current.Name,
            Method = method,
            IdempotencyKey = $"pay-{Secrets.New(16)}",
            Amount = order.Total,
            CreatedAt = now,
            NextCheckAt = now + FirstLook,
        };
        db.PaymentAttempts.Add(attempt);
        await db.SaveChangesAsync(ct);
        db.PaymentLedger.Add(PaymentLedger.Fact(attempt, LedgerKind.Attempt, attempt.Amount, now));
        jobs.Add(db, new ProcessPayment(attempt.Id));
        jobs.Add(db, new ExpireOrder(order.Id), ExpiryFrom(now));
        await db.SaveChangesAsync(ct);
    }
}
