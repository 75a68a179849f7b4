using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Catalog;

public static class CatalogTables
{
    extension(ShopDb db)
    {
        public DbSet<Product> Products => db.Set<Product>();

        public DbSet<ProductPicture> ProductPictures => db.Set<ProductPicture>();

        public DbSet<CatalogState> CatalogStates => db.Set<CatalogState>();
    }

    internal sealed class ProductMapping : IEntityTypeConfiguration<Product>
    {
        public void Configure(EntityTypeBuilder<Product> product)
        {
            product.ToTable("Products");
            product.HasIndex(p => p.Sku).IsUnique();
            product.HasIndex(p => p.Slug).IsUnique();
            product.HasIndex(p => new { p.Category, p.IsPublished });
            // What the staff's list is sorted by, and what it leaves out: a late page is found without reading the products before it.
            product.HasIndex(p => new { p.Name, p.Id, p.IsArchived });
            product.HasIndex(p => new { p.Price, p.Id, p.IsArchived });
            product.HasIndex(p => new { p.UpdatedAt, p.Id, p.IsArchived });
            product.Property(p => p.Sku).HasMaxLength(32);
            product.Property(p => p.Slug).HasMaxLength(120);
            product.Property(p => p.Name).HasMaxLength(160);
            product.Property(p => p.Summary).HasMaxLength(400);
            product.Property(p => p.Claim).HasMaxLength(400);
            product.Property(p => p.ArticleSlug).HasMaxLength(120);
            product.Property(p => p.Version).IsConcurrencyToken();
            product.ComplexProperty(p => p.Label, label => label.ToJson());
            product.ComplexProperty(p => p.Pack, pack => pack.ToJson());
            product.HasMany(p => p.Stages).WithOne().HasForeignKey(s => s.ProductId);
            product.HasMany(p => p.Pictures).WithOne().HasForeignKey(p => p.ProductId).OnDelete(DeleteBehavior.Restrict);
            product.HasOne(p => p.Stock).WithOne().HasForeignKey<Inventory.StockItem>(s => s.ProductId);
        }
    }

    internal sealed class StageMapping : IEntityTypeConfiguration<ProductStage>
    {
        public void Configure(EntityTypeBuilder<ProductStage> stage)
        {
            stage.ToTable("ProductStages");
            stage.HasKey(s => new { s.ProductId, s.Stage });
            stage.HasIndex(s => s.Stage);
        }
    }

    internal sealed class PictureMapping : IEntityTypeConfiguration<ProductPicture>
    {
        public void Configure(EntityTypeBuilder<ProductPicture> picture)
        {
            picture.ToTable("ProductPictures");
            picture.HasIndex(p => new { p.ProductId, p.Position });
            // A copied product shows the same files.
            picture.HasIndex(p => p.Key);
            picture.Property(p => p.Alt).HasMaxLength(200);
            picture.Property(p => p.Key).HasMaxLength(22);
            picture.Property(p => p.Original).HasMaxLength(64);
            picture.Property(p => p.Trouble).HasMaxLength(400);
        }
    }

    internal sealed class StateMapping : IEntityTypeConfiguration<CatalogState>
    {
        public void Configure(EntityTypeBuilder<CatalogState> state)
        {
            state.ToTable("CatalogState");
            state.Property(s => s.Id).ValueGeneratedNever();
        }
    }
}

/// <summary>One row: which version of the catalogue the tables hold. Whoever changes a product raises it in the same transaction.</summary>
public sealed class CatalogState
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;
    public long Version { get; set; }

    /// <summary>When the opening catalogue was filled in; UTC.</summary>
    public DateTime SeededAt { get; init; }
}
