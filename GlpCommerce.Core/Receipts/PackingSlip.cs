namespace GlpCommerce.Core.Receipts;

/// <summary>What goes into a box, and where the box goes: no prices.</summary>
/// <param name="Number">The order's, such as GLP-100042.</param>
/// <param name="ShipTo">The address as it stands on the parcel.</param>
/// <param name="Lines">What is to be packed, each above zero.</param>
public sealed record PackingSlip(Merchant Merchant, string Number, DateTime PlacedAt, IReadOnlyList<string> ShipTo, IReadOnlyList<PackingLine> Lines);

public sealed record PackingLine(string Sku, string Name, int Quantity);
