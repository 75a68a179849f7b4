using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>The sandbox bank's question to the shopper ("is this you?"), for payments that need an answer.</summary>
public sealed class BankPage(IShopDbFactory shop, SandboxGateway bank, JobQueue jobs, TimeProvider clock)
{
    private static readonly TimeSpan AfterTheAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Whether the order waits for an answer, and this caller may give it.</summary>
    public async Task<bool> IsWaitingAsync(string publicId, OrderProof proof, CancellationToken ct = default) =>
        await AttemptAsync(publicId, proof, ct) is { IntentId: { } intentId }
        && (await bank.ReadAsync(intentId, ct)).Status == IntentStatus.RequiresAction;

    /// <summary>
    /// Gives the shopper's answer to the bank, then has the payment read again. A second answer changes nothing.
    /// </summary>
    public async Task<Result<string>> AnswerAsync(string publicId, OrderProof proof, bool approved, CancellationToken ct = default)
    {
        if (await AttemptAsync(publicId, proof, ct) is not { IntentId: { } intentId } attempt)
        {
            return CheckoutProblems.NoSuchOrder;
        }

        // The job is written before the bank hears the answer: a lost connection or a stop in between forgets nothing.
        await ReadAgainAsync(attempt.Id, clock.GetUtcNow().UtcDateTime + AfterTheAnswer);
        await bank.AnswerAsync(intentId, approved, CancellationToken.None);
        await ReadAgainAsync(attempt.Id, dueAt: null);
        return publicId;
    }

    private Task<bool> ReadAgainAsync(long attemptId, DateTime? dueAt) => shop.InTransactionAsync(async db =>
    {
        jobs.Add(db, new ProcessPayment(attemptId), dueAt);
        await db.SaveChangesAsync();
        return true;
    });

    private async Task<PaymentAttempt?> AttemptAsync(string publicId, OrderProof proof, CancellationToken ct)
    {
        if (!Input.IsKey(publicId))
        {
            return null;
        }

        await using var db = shop.Open();
        var orders = db.Orders.Where(o => o.PublicId == publicId).Where(proof.Holds(db));
        var newest = await db.PaymentAttempts.AsNoTracking().Where(a => orders.Any(o => o.Id == a.OrderId))
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);
        return newest?.Provider == bank.Name ? newest : null;
    }
}
