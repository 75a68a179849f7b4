using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Notifications;

public enum EmailKind
{
    OrderConfirmation,
}

public enum EmailState
{
    /// <summary>It may or may not have left: it was being handed over when something broke.</summary>
    Sending,
    Sent,
}

/// <summary>An e-mail about an order: one of each kind at most.</summary>
public sealed class Email
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public EmailKind Kind { get; init; }
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
            email.HasIndex(e => new { e.OrderId, e.Kind }).IsUnique();
            email.Property(e => e.Subject).HasMaxLength(200);
        }
    }
}
