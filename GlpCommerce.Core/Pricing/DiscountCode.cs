using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Pricing;

public enum DiscountKind
{
    /// <summary>A share of the goods.</summary>
    Percent,

    /// <summary>An amount off the goods, and never more than they cost.</summary>
    Fixed,
}

/// <summary>A code that makes the goods of one order cheaper. Shipping is never touched.</summary>
public sealed class DiscountCode
{
    public int Id { get; init; }

    /// <summary>As it is compared: upper case, letters, digits and dashes.</summary>
    public required string Code { get; init; }
    public DiscountKind Kind { get; init; }

    /// <summary>Hundredths of a percent (1000 is 10 %) or cents, as <see cref="Kind"/> says.</summary>
    public int Value { get; init; }

    /// <summary>The goods must come to this much before the discount.</summary>
    public Money MinimumSpend { get; init; }

    /// <summary>UTC; null is "from now on".</summary>
    public DateTime? StartsAt { get; init; }

    /// <summary>UTC, not included any more; null is "for ever".</summary>
    public DateTime? EndsAt { get; init; }

    /// <summary>How many orders may use it; null is "any number".</summary>
    public int? MaxUses { get; init; }

    /// <summary>How many orders of one account may use it; null is "any number", and then guests may too.</summary>
    public int? MaxUsesPerAccount { get; init; }

    /// <summary>How many orders use it now; what a failed or ended order gave back is not among them.</summary>
    public int Uses { get; set; }
    public bool IsActive { get; set; } = true;
    public DateTime CreatedAt { get; init; }
}

public enum DiscountUseState
{
    Taken,
    GivenBack,
}

/// <summary>An order's use of a code. Taken and given back by conditional updates, so that neither happens twice.</summary>
public sealed class DiscountUse
{
    public long Id { get; init; }
    public int CodeId { get; init; }
    public long OrderId { get; init; }

    /// <summary>The account that was signed in when it was taken; null for a guest.</summary>
    public long? AccountId { get; init; }
    public DiscountUseState State { get; set; }
    public DateTime CreatedAt { get; init; }
}

public static class DiscountTables
{
    extension(ShopDb db)
    {
        public DbSet<DiscountCode> DiscountCodes => db.Set<DiscountCode>();

        public DbSet<DiscountUse> DiscountUses => db.Set<DiscountUse>();
    }

    internal sealed class CodeMapping : IEntityTypeConfiguration<DiscountCode>
    {
        public void Configure(EntityTypeBuilder<DiscountCode> code)
        {
            code.ToTable("DiscountCodes", table => table.HasCheckConstraint(
                "CK_DiscountCodes_Uses", "\"Uses\" >= 0 AND (\"MaxUses\" IS NULL OR \"Uses\" <= \"MaxUses\")"));
            code.HasIndex(c => c.Code).IsUnique();
            code.Property(c => c.Code).HasMaxLength(40);
        }
    }

    internal sealed class UseMapping : IEntityTypeConfiguration<DiscountUse>
    {
        public void Configure(EntityTypeBuilder<DiscountUse> use)
        {
            use.ToTable("DiscountUses");
            use.HasIndex(u => u.OrderId).IsUnique();
            use.HasIndex(u => new { u.AccountId, u.CodeId });
            use.HasOne<DiscountCode>().WithMany().HasForeignKey(u => u.CodeId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
