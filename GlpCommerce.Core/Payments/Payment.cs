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

    /// <summary>The provider's id of the payment, once it gave one.</summary>
    public string? IntentId { get; set; }

    /// <summary>Once set, nobody may start this payment any more: the order is expiring or was cancelled.</summary>
    public DateTime? FencedAt { get; set; }
    public DateTime CreatedAt { get; init; }
}

public enum LedgerKind
{
    Attempt,
    RequiresAction,
    Processing,
    Captured,
    Declined,
    Canceled,
}

/// <summary>One fact about an order's money. Rows are only ever added; the payment status is computed from them.</summary>
public sealed class LedgerEntry
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public long AttemptId { get; init; }
    public LedgerKind Kind { get; init; }
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
            attempt.HasIndex(a => a.IdempotencyKey).IsUnique();
            attempt.HasIndex(a => a.IntentId).IsUnique();
            attempt.Property(a => a.Provider).HasMaxLength(32);
            attempt.Property(a => a.Method).HasMaxLength(255);
            attempt.Property(a => a.IdempotencyKey).HasMaxLength(255);
            attempt.Property(a => a.IntentId).HasMaxLength(255);
        }
    }

    internal sealed class LedgerMapping : IEntityTypeConfiguration<LedgerEntry>
    {
        public void Configure(EntityTypeBuilder<LedgerEntry> entry)
        {
            entry.ToTable("PaymentLedger");
            entry.HasIndex(e => new { e.AttemptId, e.Kind }).IsUnique();
            entry.HasIndex(e => e.OrderId);
            entry.Property(e => e.Code).HasMaxLength(64);
            entry.HasOne<PaymentAttempt>().WithMany().HasForeignKey(e => e.AttemptId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
