using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Orders;

/// <summary>Who carries parcels.</summary>
public enum Carrier
{
    Usps,
    Ups,
    FedEx,
    Other,
}

public static class CarrierNames
{
    extension(Carrier carrier)
    {
        /// <summary>As people call it.</summary>
        public string Name => carrier switch
        {
            Carrier.Usps => "USPS",
            Carrier.Ups => "UPS",
            Carrier.FedEx => "FedEx",
            _ => "another carrier",
        };
    }
}

/// <summary>How an order's parcel left. An order has one at most.</summary>
public sealed class Shipment
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public Carrier Carrier { get; init; }

    /// <summary>Letters and digits only; null where the carrier gives none.</summary>
    public string? TrackingNumber { get; init; }
    public DateTime ShippedAt { get; init; }

    /// <summary>Who handed it over.</summary>
    public long AccountId { get; init; }

    /// <summary>Where the carrier tells where it is; null for a carrier that the shop does not know.</summary>
    public string? TrackingUrl => TrackingNumber is null ? null : Carrier switch
    {
        Carrier.Usps => $"https://tools.usps.com/go/TrackConfirmAction?tLabels={TrackingNumber}",
        Carrier.Ups => $"https://www.ups.com/track?tracknum={TrackingNumber}",
        Carrier.FedEx => $"https://www.fedex.com/fedextrack/?trknbr={TrackingNumber}",
        _ => null,
    };
}

/// <summary>What a parcel was said to travel with before staff corrected it. Rows are only ever added; the number goes with the person.</summary>
public sealed class ParcelCorrection
{
    public long Id { get; init; }
    public long OrderId { get; init; }
    public Carrier OldCarrier { get; init; }
    public string? OldTrackingNumber { get; init; }
    public DateTime At { get; init; }

    /// <summary>Who corrected it.</summary>
    public long AccountId { get; init; }
}

/// <summary>Who carries a parcel, and under which number.</summary>
public sealed partial record Parcel
{
    private const int Shortest = 8;
    private const int Longest = 40;

    private static readonly Problem BadNumber = new(
        "shipment.tracking_invalid", $"A tracking number is {Shortest} to {Longest} letters and digits, as it stands on the label.", "tracking");

    private Parcel(Carrier carrier, string? trackingNumber) => (Carrier, TrackingNumber) = (carrier, trackingNumber);

    public Carrier Carrier { get; }

    public string? TrackingNumber { get; }

    /// <param name="trackingNumber">
    /// As typed or scanned; blanks and dashes count for nothing, and neither does the ZIP that a USPS barcode holds before its number.
    /// Another carrier may give none.
    /// </param>
    /// <returns>The parcel, or <c>shipment.tracking_invalid</c>.</returns>
    public static Result<Parcel> Check(Carrier carrier, string? trackingNumber)
    {
        if (!Enum.IsDefined(carrier) || trackingNumber?.Length > Longest * 4)
        {
            return BadNumber;
        }

        var number = Signs(trackingNumber);
        number = carrier == Carrier.Usps ? UspsRoute().Replace(number, "") : number;
        return number.Length == 0 && carrier == Carrier.Other ? new Parcel(carrier, null)
            : number.Length is >= Shortest and <= Longest && number.All(char.IsAsciiLetterOrDigit) ? new Parcel(carrier, number)
            : BadNumber;
    }

    /// <summary>Whose number it looks like; null where nobody can tell.</summary>
    public static Carrier? CarrierOf(string? trackingNumber) =>
        trackingNumber?.Length > Longest * 4 ? null
        : Signs(trackingNumber) is var number && Ups().IsMatch(number) ? Carrier.Ups
        : Usps().IsMatch(UspsRoute().Replace(number, "")) ? Carrier.Usps
        : FedEx().IsMatch(number) ? Carrier.FedEx
        : null;

    private static string Signs(string? typed) => string.Concat((Input.Line(typed) ?? "").Where(sign => sign is not (' ' or '-'))).ToUpperInvariant();

    /// <summary>"420" and where the parcel goes, which stand in the barcode of a USPS label and not below it (USPS Publication 199).</summary>
    [GeneratedRegex(@"^420[0-9]{5}(?:[0-9]{4})?(?=9[1-5][0-9]{20}$)|^420[0-9]{5}(?=9[1-5][0-9]{24}$)")]
    private static partial Regex UspsRoute();

    [GeneratedRegex("^1Z[0-9A-Z]{16}$")]
    private static partial Regex Ups();

    /// <summary>A domestic parcel's number, or one that goes abroad.</summary>
    [GeneratedRegex("^9[1-5][0-9]{20}(?:[0-9]{4})?$|^[A-Z]{2}[0-9]{9}US$")]
    private static partial Regex Usps();

    [GeneratedRegex("^[0-9]{12}(?:[0-9]{3})?$")]
    private static partial Regex FedEx();
}

public static class ShipmentTables
{
    extension(ShopDb db)
    {
        public DbSet<Shipment> Shipments => db.Set<Shipment>();

        public DbSet<ParcelCorrection> ParcelCorrections => db.Set<ParcelCorrection>();
    }

    internal sealed class ShipmentMapping : IEntityTypeConfiguration<Shipment>
    {
        public void Configure(EntityTypeBuilder<Shipment> shipment)
        {
            shipment.ToTable("Shipments");
            shipment.HasIndex(s => s.OrderId).IsUnique();
            shipment.HasIndex(s => s.TrackingNumber);
            shipment.HasOne<Order>().WithMany().HasForeignKey(s => s.OrderId).OnDelete(DeleteBehavior.Restrict);
            shipment.Property(s => s.TrackingNumber).HasMaxLength(40);
        }
    }

    internal sealed class CorrectionMapping : IEntityTypeConfiguration<ParcelCorrection>
    {
        public void Configure(EntityTypeBuilder<ParcelCorrection> correction)
        {
            correction.ToTable("ParcelCorrections");
            correction.HasOne<Order>().WithMany().HasForeignKey(c => c.OrderId).OnDelete(DeleteBehavior.Restrict);
            correction.Property(c => c.OldTrackingNumber).HasMaxLength(40);
        }
    }
}
