using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Orders;

/// <summary>What staff wrote down about an order, for each other. Notes are only ever added.</summary>
public sealed class OrderNote
{
    public const int Longest = 2_000;

    public long Id { get; init; }
    public long OrderId { get; init; }

    /// <summary>Who wrote it.</summary>
    public long AccountId { get; init; }
    public required string Text { get; init; }
    public DateTime At { get; init; }
}

public static class OrderNoteTables
{
    extension(ShopDb db)
    {
        public DbSet<OrderNote> OrderNotes => db.Set<OrderNote>();
    }

    internal sealed class NoteMapping : IEntityTypeConfiguration<OrderNote>
    {
        public void Configure(EntityTypeBuilder<OrderNote> note)
        {
            note.ToTable("OrderNotes");
            note.HasIndex(n => n.OrderId);
            note.HasOne<Order>().WithMany().HasForeignKey(n => n.OrderId).OnDelete(DeleteBehavior.Restrict);
            note.Property(n => n.Text).HasMaxLength(OrderNote.Longest);
        }
    }
}
