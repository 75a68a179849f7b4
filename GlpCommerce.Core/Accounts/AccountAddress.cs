using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Accounts;

/// <summary>An address in an account's book. An order keeps a copy of its own, so that changing this one moves no parcel.</summary>
public sealed class AccountAddress
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public long AccountId { get; init; }

    public required ShippingAddress Address { get; set; }

    /// <summary>Which one the checkout begins with: the one that was chosen last.</summary>
    public DateTime ChosenAt { get; set; }
}
