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
        AccountMailKind.PasswordChanged => new(
            AccountTexts.MailChangedSubject, AccountTexts.MailChangedHead, AccountTexts.MailChangedLead, AccountTexts.MailChangedButton,
            IfNotYou(mail)),
        AccountMailKind.TwoStepOn => new(
            AccountTexts.MailTwoStepOnSubject, AccountTexts.MailTwoStepOnHead, AccountTexts.MailTwoStepOnLead, AccountTexts.MailTwoStepButton, IfNotYou(mail)),
        AccountMailKind.TwoStepOff => new(
            AccountTexts.MailTwoStepOffSubject, AccountTexts.MailTwoStepOffHead, AccountTexts.MailTwoStepOffLead, AccountTexts.MailChangedButton, IfNotYou(mail)),
        AccountMailKind.RecoveryUsed => new(
            AccountTexts.MailRecoveryUsedSubject, AccountTexts.MailRecoveryUsedHead, AccountTexts.MailRecoveryUsedLead, AccountTexts.MailTwoStepButton, IfNotYou(mail)),
        AccountMailKind.RecoveryRenewed => new(
            AccountTexts.MailRecoveryRenewedSubject, AccountTexts.MailRecoveryRenewedHead, AccountTexts.MailRecoveryRenewedLead, AccountTexts.MailTwoStepButton, IfNotYou(mail)),
        AccountMailKind.PasskeyAdded => new(
            AccountTexts.MailPasskeyAddedSubject, AccountTexts.MailPasskeyAddedHead, AccountTexts.MailPasskeyAddedLead, AccountTexts.MailPasskeyButton, IfNotYou(mail)),
        AccountMailKind.PasskeyRemoved => new(
            AccountTexts.MailPasskeyRemovedSubject, AccountTexts.MailPasskeyRemovedHead, AccountTexts.MailPasskeyRemovedLead, AccountTexts.MailPasskeyButton, IfNotYou(mail)),
        AccountMailKind.LoginAdded => new(
            AccountTexts.MailLoginAddedSubject, AccountTexts.MailLoginAddedHead, AccountTexts.MailLoginAddedLead, AccountTexts.MailLoginButton, IfNotYou(mail)),
        AccountMailKind.LoginRemoved => new(
            AccountTexts.MailLoginRemovedSubject, AccountTexts.MailLoginRemovedHead, AccountTexts.MailLoginRemovedLead, AccountTexts.MailLoginButton, IfNotYou(mail)),
        AccountMailKind.ErasureAsked => new(
            AccountTexts.MailErasureSubject, AccountTexts.MailErasureHead, AccountTexts.MailErasureLead, AccountTexts.MailErasureButton, IfNotYou(mail)),
        _ => throw new ArgumentOutOfRangeException(nameof(mail), mail.Kind, "There are no words for this e-mail."),
    };

    private static string IfNotYou(AccountEmail mail) => Words.Say(AccountTexts.MailChangedFoot, mail.Contact);

    public string Text(string link) => string.Join("\r\n", [Head, "", Lead, "", $"{Button}: {link}", "", Foot, ""]);
}
