using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Checkout;

/// <summary>The foreign keys between features that do not know each other; they meet here as they do in the code.</summary>
internal sealed class CheckoutTables :
    IEntityTypeConfiguration<Order>,
    IEntityTypeConfiguration<OrderLine>,
    IEntityTypeConfiguration<Reservation>,
    IEntityTypeConfiguration<PaymentAttempt>,
    IEntityTypeConfiguration<LedgerEntry>,
    IEntityTypeConfiguration<DiscountUse>,
    IEntityTypeConfiguration<Refund>,
    IEntityTypeConfiguration<Email>
{
    public void Configure(EntityTypeBuilder<Order> order) =>
        order.HasOne<Account>().WithMany().HasForeignKey(o => o.AccountId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<OrderLine> line) =>
        line.HasOne<Product>().WithMany().HasForeignKey(l => l.ProductId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.HasOne<Order>().WithMany().HasForeignKey(r => r.OrderId).OnDelete(DeleteBehavior.Restrict);
        reservation.HasOne<OrderLine>().WithMany().HasForeignKey(r => r.OrderLineId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PaymentAttempt> attempt) =>
        attempt.HasOne<Order>().WithMany().HasForeignKey(a => a.OrderId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<LedgerEntry> entry) =>
        entry.HasOne<Order>().WithMany().HasForeignKey(e => e.OrderId).OnDelete(DeleteBehavior.Restrict);

    // The account is not made a foreign key: SQLite would rebuild the table, outside of a migration's transaction.
    public void Configure(EntityTypeBuilder<DiscountUse> use) =>
        use.HasOne<Order>().WithMany().HasForeignKey(u => u.OrderId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Refund> refund) =>
        refund.HasOne<Order>().WithMany().HasForeignKey(r => r.OrderId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Email> email) =>
        email.HasOne<Order>().WithMany().HasForeignKey(e => e.OrderId).OnDelete(DeleteBehavior.Restrict);
}
