using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Merchandising;

public static class MerchandisingTables
{
    extension(ShopDb db)
    {
        public DbSet<ProductChange> ProductChanges => db.Set<ProductChange>();

        public DbSet<ClaimApproval> ClaimApprovals => db.Set<ClaimApproval>();

        public DbSet<StagedProduct> StagedProducts => db.Set<StagedProduct>();

        public DbSet<StagedChange> StagedChanges => db.Set<StagedChange>();
    }

    internal sealed class ChangeMapping : IEntityTypeConfiguration<ProductChange>
    {
        public void Configure(EntityTypeBuilder<ProductChange> change)
        {
            change.ToTable("ProductChanges");
            change.HasIndex(c => new { c.ProductId, c.Field, c.Id });
            change.HasIndex(c => new { c.ProductId, c.Id });
            change.HasIndex(c => new { c.AccountId, c.Field });
            change.Property(c => c.Field).HasMaxLength(32);
            change.HasOne<Product>().WithMany().HasForeignKey(c => c.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class ApprovalMapping : IEntityTypeConfiguration<ClaimApproval>
    {
        public void Configure(EntityTypeBuilder<ClaimApproval> approval)
        {
            approval.ToTable("ClaimApprovals");
            approval.HasIndex(a => new { a.ProductId, a.Field });
            Approval.Map(approval);
            approval.HasOne<Product>().WithMany().HasForeignKey(a => a.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class StagedMapping : IEntityTypeConfiguration<StagedProduct>
    {
        public void Configure(EntityTypeBuilder<StagedProduct> staged)
        {
            staged.ToTable("StagedProducts");
            staged.HasKey(s => s.RowId);
            staged.Property(s => s.RowId).ValueGeneratedNever();
            staged.HasIndex(s => s.BatchId);
            staged.ComplexProperty(s => s.Label, label => label.ToJson());
            staged.ComplexProperty(s => s.Pack, pack => pack.ToJson());
            staged.HasMany(s => s.Stages).WithOne().HasForeignKey(s => s.RowId);
            staged.HasMany(s => s.Changes).WithOne().HasForeignKey(c => c.RowId);
        }
    }

    internal sealed class StagedStageMapping : IEntityTypeConfiguration<StagedStage>
    {
        public void Configure(EntityTypeBuilder<StagedStage> stage)
        {
            stage.ToTable("StagedStages");
            stage.HasKey(s => new { s.RowId, s.Stage });
        }
    }

    internal sealed class StagedChangeMapping : IEntityTypeConfiguration<StagedChange>
    {
        public void Configure(EntityTypeBuilder<StagedChange> change)
        {
            change.ToTable("StagedChanges");
            change.HasKey(c => new { c.RowId, c.Position });
            change.Property(c => c.Field).HasMaxLength(32);
        }
    }
}
