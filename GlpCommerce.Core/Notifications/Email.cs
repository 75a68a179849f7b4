using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Notifications;

public enum EmailKind
{
    OrderConfirmation,

    /// <summary>Money is on its way back.</summary>
    Refund,

    /// <summary>Money that was told to be on its way back did not arrive.</summary>
    RefundFailed,

    /// <summary>The parcel has left.</summary>
    Shipped,

    /// <summary>A payment that a bank had worked on did not go through.</summary>
    PaymentFailed,
}

public enum EmailState
{
    /// <summary>It may or may not have left: it was being handed over when something broke.</summary>
    Sending,
    Sent,
}

/// <summary>An e-mail about an order: one of each kind and reference at most.</summary>
public sealed class Email
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public EmailKind Kind { get; init; }

    /// <summary>What tells two of one kind apart, such as the refund's id; empty where there is one only.</summary>
    public string Reference { get; init; } = "";
    public EmailState State { get; set; }
    public required string Subject { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? SentAt { get; set; }
}

public static class EmailTables
{
    extension(ShopDb db)
    {
        public DbSet<Email> Emails => db.Set<Email>();
    }

    internal sealed class EmailMapping : IEntityTypeConfiguration<Email>
    {
        public void Configure(EntityTypeBuilder<Email> email)
        {
            email.ToTable("Emails");
            email.HasIndex(e => new { e.OrderId, e.Kind, e.Reference }).IsUnique();
            email.Property(e => e.Reference).HasMaxLength(64);
            email.Property(e => e.Subject).HasMaxLength(200);
        }
    }
}
