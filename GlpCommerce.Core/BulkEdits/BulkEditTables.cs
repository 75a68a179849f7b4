using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.BulkEdits;

public static class BulkEditTables
{
    extension(ShopDb db)
    {
        public DbSet<ProductBatch> ProductBatches => db.Set<ProductBatch>();

        public DbSet<BatchRow> BatchRows => db.Set<BatchRow>();
    }

    internal sealed class BatchMapping : IEntityTypeConfiguration<ProductBatch>
    {
        public void Configure(EntityTypeBuilder<ProductBatch> batch)
        {
            batch.ToTable("ProductBatches");
            batch.HasIndex(b => b.CreatedAt);
            batch.Property(b => b.Title).HasMaxLength(200);
            batch.Property(b => b.FileKey).HasMaxLength(200);
            batch.Ignore(b => b.NoticeList);
            batch.Ignore(b => b.IsAtWork);
        }
    }

    internal sealed class RowMapping : IEntityTypeConfiguration<BatchRow>
    {
        public void Configure(EntityTypeBuilder<BatchRow> row)
        {
            row.ToTable("ProductBatchRows");
            row.HasIndex(r => new { r.BatchId, r.Outcome, r.Number });
            row.HasIndex(r => new { r.BatchId, r.Number });
            row.Property(r => r.Sku).HasMaxLength(64);
            row.Property(r => r.Name).HasMaxLength(160);
            row.Property(r => r.Left).HasMaxLength(2_000);
            row.Ignore(r => r.ChangeList);
            row.Ignore(r => r.ProblemList);
            row.HasOne<ProductBatch>().WithMany().HasForeignKey(r => r.BatchId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
