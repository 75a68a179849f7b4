using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
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
    public required string Slug { get; set; }
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

    /// <summary>Who with a licence has read it, and on which day; null when nobody has.</summary>
    public string? ReviewedBy { get; set; }
    public DateOnly? ReviewedOn { get; set; }

    /// <summary>The day until which somebody is to look whether it still holds.</summary>
    public DateOnly? ReviewBy { get; set; }

    /// <summary>Not to be read by shoppers yet, or not any more for a while.</summary>
    public bool IsDraft { get; set; }

    /// <summary>Out of use for good.</summary>
    public bool IsArchived { get; set; }
    public DateTime UpdatedAt { get; set; }

    /// <summary>Rises with each change; whoever saves names the one that was read.</summary>
    public int Version { get; set; }
}

/// <summary>A page that the merchant owes shoppers: privacy, terms and the like. It is always there.</summary>
public sealed class Policy
{
    public required string Slug { get; init; }
    public required string Title { get; set; }
    public required string Summary { get; set; }

    /// <summary>Markdown, with placeholders for what the shop knows itself.</summary>
    public required string Body { get; set; }

    /// <summary>The day of the last change; null when nobody knows it.</summary>
    public DateOnly? UpdatedOn { get; set; }

    /// <summary>The day until which somebody is to look whether it still holds; null when nobody has set one.</summary>
    public DateOnly? ReviewBy { get; set; }
    public int Version { get; set; }
}

public static class ContentTables
{
    extension(ShopDb db)
    {
        public DbSet<Article> Articles => db.Set<Article>();

        public DbSet<ArticleApproval> ArticleApprovals => db.Set<ArticleApproval>();

        public DbSet<Policy> Policies => db.Set<Policy>();
    }

    internal sealed class ArticleMapping : IEntityTypeConfiguration<Article>
    {
        public void Configure(EntityTypeBuilder<Article> article)
        {
            article.ToTable("Articles");
            article.HasIndex(a => a.Slug).IsUnique();
            article.Property(a => a.Slug).HasMaxLength(120);
            article.Property(a => a.Title).HasMaxLength(200);
            article.Property(a => a.ReviewedBy).HasMaxLength(160);
            article.Property(a => a.Version).IsConcurrencyToken();
        }
    }

    internal sealed class ApprovalMapping : IEntityTypeConfiguration<ArticleApproval>
    {
        public void Configure(EntityTypeBuilder<ArticleApproval> approval)
        {
            approval.ToTable("ArticleApprovals");
            approval.HasIndex(a => new { a.ArticleId, a.Field });
            Approval.Map(approval);
            approval.HasOne<Article>().WithMany().HasForeignKey(a => a.ArticleId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class PolicyMapping : IEntityTypeConfiguration<Policy>
    {
        public void Configure(EntityTypeBuilder<Policy> policy)
        {
            policy.ToTable("Policies");
            policy.HasKey(p => p.Slug);
            policy.Property(p => p.Slug).HasMaxLength(40);
            policy.Property(p => p.Title).HasMaxLength(200);
            policy.Property(p => p.Summary).HasMaxLength(400);
            policy.Property(p => p.Version).IsConcurrencyToken();
        }
    }
}
