using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Staff;

/// <summary>A list as somebody filtered and sorted it, under a name.</summary>
public sealed class SavedView
{
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public long AccountId { get; init; }

    /// <summary>The list that it is of, such as <c>orders</c>.</summary>
    public required string Page { get; init; }
    public required string Name { get; set; }

    /// <summary>What stands behind the question mark of the list's address; empty for the list as a whole.</summary>
    public required string Query { get; init; }

    /// <summary>Whether everybody sees it who sees the list.</summary>
    public bool IsShared { get; init; }
    public DateTime CreatedAt { get; init; }
}

public static class SavedViewTables
{
    extension(ShopDb db)
    {
        public DbSet<SavedView> SavedViews => db.Set<SavedView>();
    }

    internal sealed class ViewMapping : IEntityTypeConfiguration<SavedView>
    {
        public void Configure(EntityTypeBuilder<SavedView> view)
        {
            view.ToTable("SavedViews");
            view.HasIndex(v => new { v.AccountId, v.Page, v.Name }).IsUnique();
            view.HasIndex(v => new { v.Page, v.IsShared });
            view.Property(v => v.Page).HasMaxLength(16);
            view.Property(v => v.Name).HasMaxLength(SavedViewEditor.LongestName);
            view.Property(v => v.Query).HasMaxLength(SavedViewEditor.LongestQuery);
        }
    }
}
