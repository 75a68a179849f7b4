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
            .. order.Order.Events.Select(step => Step(step, order)),
            .. order.Payments.Select(Money),
            .. order.Emails.Select(mail => Mail(mail, order)),
            .. order.Notes.Select(Note),
        ]).OrderBy(entry => entry.At).Reverse(),
    ];

    private static StaffTimelineEntry Step(OrderEvent step, StaffOrder order)
    {
        var entry = new StaffTimelineEntry(step.At, "step", StaffOrderWords.Of(step), step.Text);
        if (step.Kind == OrderEventKind.TrackingCorrected && order.Corrections.FirstOrDefault(c => c.At == step.At) is { } old)
        {
            return entry with { Text = $"{step.Text} {Before(old)}" };
        }

        return order.Shipment is not { } shipment || step is not { Kind: OrderEventKind.Moved, Status: OrderStatus.Shipped } ? entry : entry with
        {
            Text = Words.Say(StaffOrderTexts.ByCarrier, StaffOrderWords.Of(shipment.Carrier)),
            Link = shipment.TrackingNumber is { } number ? Words.Say(StaffOrderTexts.Tracking, number) : null,
            Url = shipment.TrackingUrl,
        };
    }

    private static string Before(ParcelCorrection old) => old.OldTrackingNumber is { } number
        ? Words.Say(StaffOrderTexts.TrackingBeforeNumber, StaffOrderWords.Of(old.OldCarrier), number)
        : Words.Say(StaffOrderTexts.TrackingBefore, StaffOrderWords.Of(old.OldCarrier));

    private static StaffTimelineEntry Money(LedgerEntry fact) => new(
        fact.At, "money", StaffOrderWords.Of(fact.Kind), fact.Code is { } code ? Words.Say(StaffOrderTexts.MoneyCode, fact.Amount, code) : fact.Amount.ToString());

    private static StaffTimelineEntry Mail(Email mail, StaffOrder order)
    {
        var parts = mail.Reference.Split('-', 2);
        var isOfRefund = mail.Kind is EmailKind.Refund or EmailKind.RefundFailed;
        var refund = isOfRefund && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var isCopy = isOfRefund ? parts.Length > 1 : mail.Kind != EmailKind.PaymentFailed && mail.Reference.Length > 0;
        var text = mail.State != EmailState.Sent ? StaffOrderTexts.EntryEmailOpen
            : mail.Reference.StartsWith(SendShippedNotice.CorrectedPrefix, StringComparison.Ordinal) ? StaffOrderTexts.EntryEmailCorrected
            : isCopy ? StaffOrderTexts.EntryEmailCopy : StaffOrderTexts.EntryEmailSent;
        return new StaffTimelineEntry(
            mail.SentAt ?? mail.CreatedAt, "mail", Words.Say(StaffOrderTexts.EntryEmail, StaffOrderWords.Of(new DueEmail(mail.Kind, refund), order.Refunds)), text,
            mail.State == EmailState.Sent ? StaffOrderTexts.EntryEmailRead : null, mail.State == EmailState.Sent ? $"/admin/emails/{mail.Id}" : null);
    }

    private static StaffTimelineEntry Note(WrittenNote note) => new(
        note.Note.At, "noted", Words.Say(StaffOrderTexts.EntryNote, note.Author ?? StaffOrderTexts.NoAuthor), note.Note.Text);
}
