using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Notifications;

/// <summary>
/// The very message as it was handed over, for as long as staff may be asked about it. Only e-mails about orders are kept:
/// those to accounts, and those with a code for an order, carry a secret.
/// </summary>
public sealed class EmailCopy
{
    /// <summary>The e-mail's row.</summary>
    public long EmailId { get; init; }

    /// <summary>Name and address, as they stand in the message.</summary>
    public required string To { get; init; }
    public required string From { get; init; }
    public required string Html { get; init; }
    public required string Text { get; init; }
    public DateTime KeptAt { get; init; }
}

public static class EmailCopyTables
{
    extension(ShopDb db)
    {
        public DbSet<EmailCopy> EmailCopies => db.Set<EmailCopy>();
    }

    internal sealed class CopyMapping : IEntityTypeConfiguration<EmailCopy>
    {
        public void Configure(EntityTypeBuilder<EmailCopy> copy)
        {
            copy.ToTable("EmailCopies");
            copy.HasKey(c => c.EmailId);
            copy.Property(c => c.EmailId).ValueGeneratedNever();
            copy.HasIndex(c => c.KeptAt);
            copy.Property(c => c.To).HasMaxLength(600);
            copy.Property(c => c.From).HasMaxLength(600);
            copy.HasOne<Email>().WithOne().HasForeignKey<EmailCopy>(c => c.EmailId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
