using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Payments;

/// <summary>
/// A message that a provider sent. Only its id, its type and what it is about are kept and believed; everything else is
/// read at the provider.
/// </summary>
public sealed class ProviderEvent
{
    /// <summary>The provider's id of the message: the same message again is the same row.</summary>
    public required string Id { get; init; }

    /// <summary>See <see cref="IPaymentGateway.Name"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Such as <c>payment_intent.succeeded</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The provider's id of the thing it is about.</summary>
    public required string ObjectId { get; init; }
    public DateTime ReceivedAt { get; init; }
}

public static class ProviderEventTables
{
    extension(ShopDb db)
    {
        public DbSet<ProviderEvent> ProviderEvents => db.Set<ProviderEvent>();
    }

    internal sealed class EventMapping : IEntityTypeConfiguration<ProviderEvent>
    {
        public void Configure(EntityTypeBuilder<ProviderEvent> message)
        {
            message.ToTable("ProviderEvents");
            message.Property(e => e.Id).HasMaxLength(255);
            message.Property(e => e.Provider).HasMaxLength(32);
            message.Property(e => e.Type).HasMaxLength(128);
            message.Property(e => e.ObjectId).HasMaxLength(255);
        }
    }
}
