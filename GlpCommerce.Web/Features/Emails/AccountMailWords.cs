using GlpCommerce.Core.Notifications;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Features.Emails;

/// <summary>What each e-mail to an account's holder says.</summary>
internal sealed record AccountMailWords(string Subject, string Head, string Lead, string Button, string Foot)
{
    public static AccountMailWords Of(AccountEmail mail) => mail.Kind switch
    {
        AccountMailKind.ConfirmEmail => new(
            AccountTexts.MailConfirmSubject, AccountTexts.MailConfirmHead, AccountTexts.MailConfirmLead, AccountTexts.MailConfirmButton, AccountTexts.MailConfirmFoot),
        AccountMailKind.ResetPassword => new(
            AccountTexts.MailResetSubject, AccountTexts.MailResetHead, AccountTexts.MailResetLead, AccountTexts.MailResetButton, AccountTexts.MailResetFoot),
        AccountMailKind.AlreadyRegistered => new(
            AccountTexts.MailKnownSubject, AccountTexts.MailKnownHead, AccountTexts.MailKnownLead, AccountTexts.MailKnownButton, AccountTexts.MailKnownFoot),
        _ => new(
            AccountTexts.MailChangedSubject, AccountTexts.MailChangedHead, AccountTexts.MailChangedLead, AccountTexts.MailChangedButton,
            Words.Say(AccountTexts.MailChangedFoot, mail.Contact)),
    };

    public string Text(string link) => string.Join("\r\n", [Head, "", Lead, "", $"{Button}: {link}", "", Foot, ""]);
}
