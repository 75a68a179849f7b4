using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Pricing;

/// <summary>One row: what a parcel costs, and which version of all rates the tables hold.</summary>
public sealed class RateCard
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>Whoever changes any rate raises it in the same transaction.</summary>
    public int Version { get; set; }
    public Money FlatRate { get; set; }
    public Money? FreeOver { get; set; }
    public DateTime UpdatedAt { get; set; }
}

/// <summary>What a state takes on a kind of goods; without a row it takes nothing.</summary>
public sealed class TaxRate
{
    /// <summary>Two letters, such as <c>IL</c>.</summary>
    public required string State { get; init; }
    public TaxClass TaxClass { get; init; }

    /// <summary>Thousandths of a percent: 6250 is 6.25 %.</summary>
    public int Share { get; set; }
}

public static class RateTables
{
    extension(ShopDb db)
    {
        public DbSet<RateCard> RateCards => db.Set<RateCard>();

        public DbSet<TaxRate> TaxRates => db.Set<TaxRate>();
    }

    internal sealed class CardMapping : IEntityTypeConfiguration<RateCard>
    {
        public void Configure(EntityTypeBuilder<RateCard> card)
        {
            card.ToTable("RateCard");
            card.Property(c => c.Id).ValueGeneratedNever();
        }
    }

    internal sealed class TaxMapping : IEntityTypeConfiguration<TaxRate>
    {
        public void Configure(EntityTypeBuilder<TaxRate> tax)
        {
            tax.ToTable("TaxRates", table => table.HasCheckConstraint("CK_TaxRates_Share", "\"Share\" > 0 AND \"Share\" <= 100000"));
            tax.HasKey(t => new { t.State, t.TaxClass });
            tax.Property(t => t.State).HasMaxLength(2);
        }
    }
}
