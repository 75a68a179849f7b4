using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Staff;

public static class AuditTables
{
    extension(ShopDb db)
    {
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        public DbSet<AuditHead> AuditHeads => db.Set<AuditHead>();

        public DbSet<FieldChange> FieldChanges => db.Set<FieldChange>();
    }

    internal sealed class EntryMapping : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> entry)
        {
            entry.ToTable("AuditEntries");
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.HasIndex(e => new { e.Subject, e.Id });
            entry.HasIndex(e => new { e.AccountId, e.Id });
            entry.HasIndex(e => e.At);
            entry.Property(e => e.Action).HasMaxLength(64);
            entry.Property(e => e.Subject).HasMaxLength(128);
            entry.Property(e => e.Note).HasMaxLength(AuditLog.LongestNote);
            entry.Property(e => e.Seal).HasMaxLength(64);
        }
    }

    internal sealed class HeadMapping : IEntityTypeConfiguration<AuditHead>
    {
        public void Configure(EntityTypeBuilder<AuditHead> head)
        {
            head.ToTable("AuditHead");
            head.Property(h => h.Id).ValueGeneratedNever();
            head.Property(h => h.Seal).HasMaxLength(64);
            head.HasData(new AuditHead());
        }
    }

    internal sealed class ChangeMapping : IEntityTypeConfiguration<FieldChange>
    {
        public void Configure(EntityTypeBuilder<FieldChange> change)
        {
            change.ToTable("FieldChanges");
            change.HasIndex(c => new { c.Subject, c.Id });
            change.Property(c => c.Subject).HasMaxLength(64);
            change.Property(c => c.Field).HasMaxLength(32);
        }
    }
}
