using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Content;

public enum ArticleKind
{
    Guide,

    /// <summary>Stands on a product's page.</summary>
    Product,
}

/// <summary>A short sourced text in Markdown. It teaches; it gives no advice.</summary>
public sealed class Article
{
    public int Id { get; init; }
    public required string Slug { get; init; }
    public required string Title { get; set; }
    public ArticleKind Kind { get; init; }

    /// <summary>Its first sentence or two, for lists.</summary>
    public required string Summary { get; set; }

    /// <summary>Markdown, without the title and without the sources.</summary>
    public required string Body { get; set; }
    public List<string> Sources { get; set; } = [];
    public List<JourneyStage> Stages { get; set; } = [];

    /// <summary>SKUs it speaks of.</summary>
    public List<string> Skus { get; set; } = [];
    public int Words { get; set; }
    public bool IsClinicallyReviewed { get; set; }
    public DateTime UpdatedAt { get; set; }
}

public static class ContentTables
{
    extension(ShopDb db)
    {
        public DbSet<Article> Articles => db.Set<Article>();
    }

    internal sealed class ArticleMapping : IEntityTypeConfiguration<Article>
    {
        public void Configure(EntityTypeBuilder<Article> article)
        {
            article.ToTable("Articles");
            article.HasIndex(a => a.Slug).IsUnique();
            article.Property(a => a.Slug).HasMaxLength(120);
            article.Property(a => a.Title).HasMaxLength(200);
        }
    }
}
