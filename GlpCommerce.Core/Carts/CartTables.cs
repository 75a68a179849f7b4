using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Carts;

public static class CartTables
{
    extension(ShopDb db)
    {
        public DbSet<Cart> Carts => db.Set<Cart>();

        public DbSet<CartLine> CartLines => db.Set<CartLine>();

        /// <summary>
        /// Makes the session's other tabs wait until this transaction ends: what is read of the cart after this call stays
        /// true. SQLite has one writer anyway; PostgreSQL holds the row.
        /// </summary>
        public Task<int> HoldCartAsync(string sessionKey, DateTime now, CancellationToken ct) =>
            db.Carts.Where(c => c.SessionKey == sessionKey && c.ClosedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.UpdatedAt, now), ct);
    }

    internal sealed class CartMapping : IEntityTypeConfiguration<Cart>
    {
        public void Configure(EntityTypeBuilder<Cart> cart)
        {
            cart.ToTable("Carts");
            cart.Property(c => c.Id).ValueGeneratedNever();
            cart.Property(c => c.SessionKey).HasMaxLength(64);
            cart.Property(c => c.DiscountCode).HasMaxLength(40);

            // One open cart a session: two tabs that add their first product at once meet here.
            cart.HasIndex(c => c.SessionKey).IsUnique().HasFilter("\"ClosedAt\" IS NULL");
            cart.HasIndex(c => c.CreatedAt);
            cart.HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.CartId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class LineMapping : IEntityTypeConfiguration<CartLine>
    {
        public void Configure(EntityTypeBuilder<CartLine> line)
        {
            line.ToTable("CartLines", table => table.HasCheckConstraint("CK_CartLines_Quantity", "\"Quantity\" BETWEEN 1 AND 99"));
            line.HasIndex(l => new { l.CartId, l.ProductId }).IsUnique();
            line.HasOne<Product>().WithMany().HasForeignKey(l => l.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
