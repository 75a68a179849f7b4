using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Payments;

/// <summary>One try to pay an order with one payment method. It holds the order's id, not the order.</summary>
public sealed class PaymentAttempt
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public required string Provider { get; init; }

    /// <summary>The provider's token for the method; never a card number.</summary>
    public required string Method { get; init; }

    /// <summary>Stored before the first call and used in all of them: the provider answers a repeat with its first answer.</summary>
    public required string IdempotencyKey { get; init; }
    public Money Amount { get; init; }

    /// <summary>The provider's id of the payment (or of its payment page), once it gave one.</summary>
    public string? IntentId { get; set; }

    /// <summary>The payment's own id, where <see cref="IntentId"/> names a payment page; see <see cref="PaymentIntent.PaymentId"/>.</summary>
    public string? PaymentId { get; set; }

    /// <summary>Once set, nobody may start this payment any more: the order is expiring or was cancelled.</summary>
    public DateTime? FencedAt { get; set; }

    /// <summary>When the sweep has the provider asked again; null when nothing is awaited any more.</summary>
    public DateTime? NextCheckAt { get; set; }

    /// <summary>Cents that were captured; the ledger says when.</summary>
    public long CapturedCents { get; set; }

    /// <summary>Cents that were given back or are promised to be; never more than were captured.</summary>
    public long RefundedCents { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>
    /// How long a provider is sure to remember a key. Stripe forgets it after 24 hours at the earliest
    /// (docs.stripe.com/api/idempotent_requests); an hour of that is left for clocks that differ.
    /// </summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromHours(23);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>When to ask the provider again: after as long as it has taken up to now, so that old cases cost little.</summary>
    /// <param name="shortest">Never sooner than after this.</param>
    public static DateTime NextCheck(DateTime now, DateTime since, TimeSpan shortest)
    {
        var age = now - since;
        return now + (age < shortest ? shortest : age > LongestWait ? LongestWait : age);
    }
}

public enum LedgerKind
{
    Attempt,
    RequiresAction,
    Processing,
    Captured,
    Declined,
    Canceled,

    /// <summary>Money was given back; the reference is the refund's id at the provider.</summary>
    Refunded,

    /// <summary>A refund that had been told as done came back; the reference is the same.</summary>
    RefundFailed,

    /// <summary>The payer objects at the bank; the reference is the dispute's id, with a number behind it where the same is said again.</summary>
    DisputeOpened,

    /// <summary>The bank decided for the shop.</summary>
    DisputeWon,

    /// <summary>The bank took the money.</summary>
    DisputeLost,
}

/// <summary>One fact about an order's money. Rows are only ever added; the payment status is computed from them.</summary>
public sealed class LedgerEntry
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public long AttemptId { get; init; }
    public LedgerKind Kind { get; init; }

    /// <summary>What tells two facts of one kind apart: a refund's or a dispute's id; empty for the payment itself.</summary>
    public string Reference { get; init; } = "";
    public Money Amount { get; init; }

    /// <summary>A decline's code in the provider's words; for staff.</summary>
    public string? Code { get; init; }
    public DateTime At { get; init; }
}

public static class PaymentTables
{
    extension(ShopDb db)
    {
        public DbSet<PaymentAttempt> PaymentAttempts => db.Set<PaymentAttempt>();

        public DbSet<LedgerEntry> PaymentLedger => db.Set<LedgerEntry>();
    }

    internal sealed class AttemptMapping : IEntityTypeConfiguration<PaymentAttempt>
    {
        public void Configure(EntityTypeBuilder<PaymentAttempt> attempt)
        {
            attempt.ToTable("PaymentAttempts");
            attempt.HasIndex(a => a.OrderId);
            attempt.HasIndex(a => a.PaymentId).IsUnique();
            attempt.HasIndex(a => a.NextCheckAt).HasFilter("\"NextCheckAt\" IS NOT NULL");
            attempt.HasIndex(a => a.IdempotencyKey).IsUnique();
            attempt.HasIndex(a => a.IntentId).IsUnique();
            attempt.Property(a => a.Provider).HasMaxLength(32);
            attempt.Property(a => a.Method).HasMaxLength(255);
            attempt.Property(a => a.IdempotencyKey).HasMaxLength(255);
            attempt.Property(a => a.IntentId).HasMaxLength(255);
            attempt.Property(a => a.PaymentId).HasMaxLength(255);
        }
    }

    internal sealed class LedgerMapping : IEntityTypeConfiguration<LedgerEntry>
    {
        public void Configure(EntityTypeBuilder<LedgerEntry> entry)
        {
            entry.ToTable("PaymentLedger");
            entry.HasIndex(e => new { e.AttemptId, e.Kind, e.Reference }).IsUnique();
            entry.HasIndex(e => e.OrderId);
            // What came and went on a day.
            entry.HasIndex(e => e.At);
            entry.Property(e => e.Code).HasMaxLength(64);
            entry.Property(e => e.Reference).HasMaxLength(255);
            entry.HasOne<PaymentAttempt>().WithMany().HasForeignKey(e => e.AttemptId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
