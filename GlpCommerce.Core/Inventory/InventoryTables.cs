using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Inventory;

public static class InventoryTables
{
    extension(ShopDb db)
    {
        public DbSet<StockItem> Stock => db.Set<StockItem>();

        public DbSet<Reservation> Reservations => db.Set<Reservation>();

        public DbSet<StockMovement> StockMovements => db.Set<StockMovement>();

        public DbSet<StockAdjustment> StockAdjustments => db.Set<StockAdjustment>();

        public DbSet<ExpectedDelivery> ExpectedDeliveries => db.Set<ExpectedDelivery>();
    }

    internal sealed class StockMapping : IEntityTypeConfiguration<StockItem>
    {
        public void Configure(EntityTypeBuilder<StockItem> stock)
        {
            stock.ToTable("Stock", table =>
            {
                table.HasCheckConstraint("CK_Stock_Reserved", "\"Reserved\" >= 0");
                table.HasCheckConstraint("CK_Stock_OnHand", "\"OnHand\" >= \"Reserved\"");
            });
            stock.HasKey(s => s.ProductId);
            stock.Property(s => s.ProductId).ValueGeneratedNever();
            stock.Ignore(s => s.Available);
        }
    }

    internal sealed class ReservationMapping : IEntityTypeConfiguration<Reservation>
    {
        public void Configure(EntityTypeBuilder<Reservation> reservation)
        {
            reservation.ToTable("Reservations");
            reservation.HasIndex(r => r.OrderId);
            reservation.HasIndex(r => new { r.ProductId, r.State });
            reservation.HasOne<StockItem>().WithMany().HasForeignKey(r => r.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class AdjustmentMapping : IEntityTypeConfiguration<StockAdjustment>
    {
        public void Configure(EntityTypeBuilder<StockAdjustment> adjustment)
        {
            adjustment.ToTable("StockAdjustments");
            adjustment.HasIndex(a => a.Key).IsUnique();
            adjustment.Property(a => a.Key).HasMaxLength(128);
            adjustment.Property(a => a.Reason).HasMaxLength(200);
            adjustment.HasOne<StockItem>().WithMany().HasForeignKey(a => a.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class DeliveryMapping : IEntityTypeConfiguration<ExpectedDelivery>
    {
        public void Configure(EntityTypeBuilder<ExpectedDelivery> delivery)
        {
            delivery.ToTable("ExpectedDeliveries", table => table.HasCheckConstraint("CK_ExpectedDeliveries_Quantity", "\"Quantity\" > 0 AND \"Received\" >= 0"));
            delivery.HasIndex(d => new { d.ExpectedOn, d.Id }).HasFilter("\"ClosedAt\" IS NULL");
            delivery.HasIndex(d => d.ProductId);
            delivery.Property(d => d.Note).HasMaxLength(DeliveryEditor.LongestNote);
            delivery.Ignore(d => d.Left);
            delivery.HasOne<StockItem>().WithMany().HasForeignKey(d => d.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }

    internal sealed class MovementMapping : IEntityTypeConfiguration<StockMovement>
    {
        public void Configure(EntityTypeBuilder<StockMovement> movement)
        {
            movement.ToTable("StockMovements");
            movement.HasIndex(m => new { m.Kind, m.SourceId, m.ProductId }).IsUnique();
            movement.HasIndex(m => m.ProductId);
            // What sold lately.
            movement.HasIndex(m => new { m.Kind, m.At });
            movement.HasOne<StockItem>().WithMany().HasForeignKey(m => m.ProductId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
