using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Orders;

public static class OrderTables
{
    extension(ShopDb db)
    {
        public DbSet<Order> Orders => db.Set<Order>();

        public DbSet<OrderLine> OrderLines => db.Set<OrderLine>();

        public DbSet<OrderEvent> OrderEvents => db.Set<OrderEvent>();

        public DbSet<OrderCode> OrderCodes => db.Set<OrderCode>();
    }

    internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
    {
        public void Configure(EntityTypeBuilder<Order> order)
        {
            order.ToTable("Orders");
            order.HasIndex(o => o.PublicId).IsUnique();
            order.HasIndex(o => o.CartId).IsUnique();
            order.HasIndex(o => new { o.SessionKey, o.IdempotencyKey }).IsUnique().HasFilter("\"IdempotencyKey\" IS NOT NULL");
            order.HasIndex(o => new { o.EmailKey, o.Id });
            order.HasIndex(o => new { o.AccountId, o.Id });
            order.HasIndex(o => new { o.Status, o.PlacedAt });
            order.HasIndex(o => new { o.Status, o.PaymentStatus, o.PlacedAt });
            order.HasIndex(o => new { o.PaymentStatus, o.PlacedAt });
            order.HasIndex(o => o.PlacedAt);
            order.Property(o => o.PublicId).HasMaxLength(32);
            order.Property(o => o.AccessTokenHash).HasMaxLength(64);
            order.Property(o => o.SessionKey).HasMaxLength(64);
            order.Property(o => o.IdempotencyKey).HasMaxLength(255);
            order.Property(o => o.RequestHash).HasMaxLength(64);
            order.Property(o => o.Email).HasMaxLength(254);
            order.Property(o => o.EmailKey).HasMaxLength(254);
            order.Property(o => o.DiscountCode).HasMaxLength(40);
            order.Property(o => o.FailureReason).HasMaxLength(400);
            order.Property(o => o.Version).IsConcurrencyToken();
            order.ComplexProperty(o => o.Address, address => address.ToJson());
            order.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId).OnDelete(DeleteBehavior.Restrict);
            order.HasMany(o => o.Events).WithOne().HasForeignKey(e => e.OrderId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class LineMapping : IEntityTypeConfiguration<OrderLine>
    {
        public void Configure(EntityTypeBuilder<OrderLine> line)
        {
            line.ToTable("OrderLines");
            line.Property(l => l.Sku).HasMaxLength(32);
            line.Property(l => l.Name).HasMaxLength(160);
        }
    }

    internal sealed class EventMapping : IEntityTypeConfiguration<OrderEvent>
    {
        public void Configure(EntityTypeBuilder<OrderEvent> step)
        {
            step.ToTable("OrderEvents");
            // What was confirmed on a day.
            step.HasIndex(e => new { e.Status, e.At });
            step.Property(e => e.Text).HasMaxLength(400);
        }
    }

    internal sealed class CodeMapping : IEntityTypeConfiguration<OrderCode>
    {
        public void Configure(EntityTypeBuilder<OrderCode> code)
        {
            code.ToTable("OrderCodes");
            code.HasIndex(c => c.ExpiresAt);
            code.HasOne<Order>().WithMany().HasForeignKey(c => c.OrderId).OnDelete(DeleteBehavior.Restrict);
            code.Property(c => c.CodeHash).HasMaxLength(64);
            code.Property(c => c.TokenHash).HasMaxLength(64);
        }
    }
}
