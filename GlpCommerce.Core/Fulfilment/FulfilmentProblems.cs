using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Fulfilment;

/// <summary>Why staff cannot do something with an order, in words for them.</summary>
public static class FulfilmentProblems
{
    public static readonly Problem Sent = new("shipment.known", "This order has left already, with another tracking number.");

    public static readonly Problem NoCarrier = new("shipment.no_carrier", "Say who carries it.", "carrier");

    public static readonly Problem NotSent = new("shipment.none", "This order has not left yet, so there is no tracking number to correct.");

    public static readonly Problem HasLeft = new("order.has_left", "This order has left or ended, so its address stays as it is.");

    public static readonly Problem AddressMoved = new(
        "order.address_moved", "Somebody else corrected this address since you opened it. What you typed is still here, and nothing was overwritten.");

    public static readonly Problem Erased = new(
        "order.erased", "Whoever placed this order has had their data erased, so nothing is written down about them here any more.");

    public static readonly Problem NoAddress = new("email.invalid", "Write the whole email address. It has the form name@example.com.", "email");

    public static readonly Problem InAccount =
        new("order.in_account", "This order belongs to an account, whose holder finds it there. Its email address stays as it is.");

    public static readonly Problem NoNote = new("note.invalid", $"Write a note of up to {Orders.OrderNote.Longest:N0} characters.", "note");

    public static readonly Problem NoEmail = new("email.not_due", "There is no such email to send for this order as it stands.");
}
