using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Refunds;

public enum RefundState
{
    /// <summary>Promised: the provider has not said yet that the money is on its way.</summary>
    Requested,
    Succeeded,

    /// <summary>The provider could not give it. The amount can be refunded again, by this way or another.</summary>
    Failed,
}

/// <summary>Money given back for an order, with what it was given back for.</summary>
public sealed class Refund
{
    public long Id { get; init; }
    public long OrderId { get; init; }

    /// <summary>The payment that it comes from.</summary>
    public long AttemptId { get; init; }

    /// <summary>The caller's key, unique in its order: the same request again is the same refund.</summary>
    public required string Key { get; init; }

    /// <summary>The hash of what was asked under the key; null when the provider told us of it.</summary>
    public string? RequestHash { get; init; }

    /// <summary>The key it is asked for with at the provider, stored before the first call and stable over all of them.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>All of it: lines, shipping and their taxes.</summary>
    public Money Amount { get; init; }

    /// <summary>How much of it is for the parcel, its tax included.</summary>
    public Money Shipping { get; init; }

    /// <summary>Why, in words that the shopper reads.</summary>
    public required string Reason { get; init; }
    public RefundState State { get; set; }

    /// <summary>The provider's id, once it gave one.</summary>
    public string? ProviderId { get; set; }
    public string? FailureCode { get; set; }

    /// <summary>What the payer was told that we still owe when it failed; null when they were not told so.</summary>
    public long? OwedCents { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>When it succeeded or failed.</summary>
    public DateTime? SettledAt { get; set; }

    /// <summary>When the sweep has the provider asked again; null when nothing is awaited any more.</summary>
    public DateTime? NextCheckAt { get; set; }
    public List<RefundLine> Lines { get; init; } = [];
}

/// <summary>Units of one order line that were given back for.</summary>
public sealed class RefundLine
{
    public long Id { get; init; }
    public long RefundId { get; init; }
    public long OrderLineId { get; init; }
    public int ProductId { get; init; }
    public int Quantity { get; init; }

    /// <summary>What the units cost after discount, with their tax.</summary>
    public Money Amount { get; init; }

    /// <summary>Whether the units went back on the shelf.</summary>
    public bool Restocked { get; init; }
}

public static class RefundTables
{
    extension(ShopDb db)
    {
        public DbSet<Refund> Refunds => db.Set<Refund>();
    }

    internal sealed class RefundMapping : IEntityTypeConfiguration<Refund>
    {
        public void Configure(EntityTypeBuilder<Refund> refund)
        {
            refund.ToTable("Refunds");
            refund.HasIndex(r => new { r.OrderId, r.Key }).IsUnique();
            refund.HasIndex(r => r.ProviderId).IsUnique();
            refund.HasIndex(r => r.ProviderKey).IsUnique();
            refund.HasIndex(r => r.AttemptId);
            refund.HasIndex(r => r.NextCheckAt).HasFilter("\"NextCheckAt\" IS NOT NULL");
            refund.Property(r => r.Key).HasMaxLength(255);
            refund.Property(r => r.ProviderKey).HasMaxLength(255);
            refund.Property(r => r.RequestHash).HasMaxLength(64);
            refund.Property(r => r.Reason).HasMaxLength(200);
            refund.Property(r => r.ProviderId).HasMaxLength(255);
            refund.Property(r => r.FailureCode).HasMaxLength(64);
            refund.HasMany(r => r.Lines).WithOne().HasForeignKey(l => l.RefundId).OnDelete(DeleteBehavior.Restrict);
            refund.HasOne<PaymentAttempt>().WithMany().HasForeignKey(r => r.AttemptId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class LineMapping : IEntityTypeConfiguration<RefundLine>
    {
        public void Configure(EntityTypeBuilder<RefundLine> line)
        {
            line.ToTable("RefundLines", table => table.HasCheckConstraint("CK_RefundLines_Quantity", "\"Quantity\" > 0"));
            line.HasIndex(l => l.OrderLineId);
            line.HasOne<Orders.OrderLine>().WithMany().HasForeignKey(l => l.OrderLineId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
