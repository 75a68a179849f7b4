using System.Globalization;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>Something that happened to an order.</summary>
/// <param name="Kind">What sort of thing, as the style sheet calls it.</param>
/// <param name="Url">Where the last words of the text lead.</param>
public sealed record StaffTimelineEntry(DateTime At, string Kind, string Title, string? Text = null, string? Link = null, string? Url = null);

/// <summary>Makes one line of all that happened to an order: its steps, its money, its parcel, its e-mails and its notes.</summary>
public static class StaffTimeline
{
    /// <returns>The newest first: that is what somebody on the phone asks for.</returns>
    public static IReadOnlyList<StaffTimelineEntry> Of(StaffOrder order) =>
    [
        .. ((IEnumerable<StaffTimelineEntry>)
        [
            .. order.Order.Events.Select(step => Step(step, order.Shipment)),
            .. order.Payments.Select(Money),
            .. order.Emails.Select(mail => Mail(mail, order)),
            .. order.Notes.Select(Note),
        ]).OrderBy(entry => entry.At).Reverse(),
    ];

    private static StaffTimelineEntry Step(OrderEvent step, Shipment? shipment)
    {
        var entry = new StaffTimelineEntry(step.At, "step", StaffOrderWords.Of(step), step.Text);
        return shipment is null || step is not { Kind: OrderEventKind.Moved, Status: OrderStatus.Shipped } ? entry : entry with
        {
            Text = Words.Say(StaffOrderTexts.ByCarrier, StaffOrderWords.Of(shipment.Carrier)),
            Link = shipment.TrackingNumber is { } number ? Words.Say(StaffOrderTexts.Tracking, number) : null,
            Url = shipment.TrackingUrl,
        };
    }

    private static StaffTimelineEntry Money(LedgerEntry fact) => new(
        fact.At, "money", StaffOrderWords.Of(fact.Kind), fact.Code is { } code ? Words.Say(StaffOrderTexts.MoneyCode, fact.Amount, code) : fact.Amount.ToString());

    private static StaffTimelineEntry Mail(Email mail, StaffOrder order)
    {
        var parts = mail.Reference.Split('-', 2);
        var refund = mail.Kind is EmailKind.Refund && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var isCopy = mail.Kind is EmailKind.Refund ? parts.Length > 1 : mail.Kind is not EmailKind.RefundFailed && mail.Reference.Length > 0;
        var text = mail.State != EmailState.Sent ? StaffOrderTexts.EntryEmailOpen : isCopy ? StaffOrderTexts.EntryEmailCopy : StaffOrderTexts.EntryEmailSent;
        return new StaffTimelineEntry(
            mail.SentAt ?? mail.CreatedAt, "mail", Words.Say(StaffOrderTexts.EntryEmail, StaffOrderWords.Of(new DueEmail(mail.Kind, refund), order.Refunds)), text);
    }

    private static StaffTimelineEntry Note(WrittenNote note) => new(
        note.Note.At, "noted", Words.Say(StaffOrderTexts.EntryNote, note.Author ?? StaffOrderTexts.NoAuthor), note.Note.Text);
}
