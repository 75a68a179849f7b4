using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Payments;

/// <summary>A payment at the pretend provider. It stands for another company's database: nothing of the shop joins it.</summary>
public sealed class SandboxIntent
{
    public required string Id { get; init; }
    public required string IdempotencyKey { get; init; }
    public required string Method { get; init; }
    public required string OrderNumber { get; init; }
    public long AmountCents { get; init; }
    public IntentStatus Status { get; set; }
    public string? DeclineCode { get; set; }

    /// <summary>How often it was asked to confirm; the token for network errors fails by it.</summary>
    public int Confirmations { get; set; }
    public DateTime CreatedAt { get; init; }
}

/// <summary>Money the pretend provider gave back.</summary>
public sealed class SandboxRefund
{
    public required string Id { get; init; }
    public required string IdempotencyKey { get; init; }
    public required string IntentId { get; init; }
    public long AmountCents { get; init; }
    public ProviderRefundStatus Status { get; set; }
    public DateTime CreatedAt { get; init; }
}

internal static class SandboxTables
{
    extension(ShopDb db)
    {
        public DbSet<SandboxIntent> SandboxIntents => db.Set<SandboxIntent>();

        public DbSet<SandboxRefund> SandboxRefunds => db.Set<SandboxRefund>();
    }

    internal sealed class IntentMapping : IEntityTypeConfiguration<SandboxIntent>
    {
        public void Configure(EntityTypeBuilder<SandboxIntent> intent)
        {
            intent.ToTable("SandboxIntents");
            intent.Property(i => i.Id).HasMaxLength(64);
            intent.Property(i => i.Status).IsConcurrencyToken();
            intent.HasIndex(i => i.IdempotencyKey).IsUnique();
            intent.Property(i => i.IdempotencyKey).HasMaxLength(255);
            intent.Property(i => i.Method).HasMaxLength(255);
            intent.Property(i => i.DeclineCode).HasMaxLength(64);
            intent.Property(i => i.OrderNumber).HasMaxLength(32);
            intent.HasIndex(i => i.OrderNumber);
        }
    }

    internal sealed class RefundMapping : IEntityTypeConfiguration<SandboxRefund>
    {
        public void Configure(EntityTypeBuilder<SandboxRefund> refund)
        {
            refund.ToTable("SandboxRefunds");
            refund.Property(r => r.Id).HasMaxLength(64);
            refund.HasIndex(r => r.IdempotencyKey).IsUnique();
            refund.Property(r => r.IdempotencyKey).HasMaxLength(255);
            refund.HasIndex(r => r.IntentId);
            refund.Property(r => r.IntentId).HasMaxLength(64);
        }
    }
}
