using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// Sends an e-mail to an account's holder. When nobody knows whether a message left, it is sent again: twice the same link
/// harms nobody, and without it they could not get in.
/// </summary>
public sealed record SendAccountMail(Guid MailId) : IJobPayload
{
    /// <summary>Five tries within twenty minutes: somebody sits and waits for it, and some servers make strangers come back.</summary>
    public static JobSpec Spec { get; } = new(
        "send-account-mail", JobPriority.Medium, MaxAttempts: 5,
        FirstDelay: TimeSpan.FromSeconds(30), Timeout: TimeSpan.FromSeconds(60), LongestDelay: TimeSpan.FromMinutes(15))
    {
        Growth = 3,
    };

    internal sealed class Handler(
        IShopDbFactory shop, AccountLinks links, IEmailSender sender, IEmailTemplates templates,
        IOptions<EmailOptions> email, IOptions<ShopOptions> options, TimeProvider clock) : IJobHandler<SendAccountMail>
    {
        /// <summary>E-mails of one kind to one account within an hour: nobody shall fill another's mailbox by our hand.</summary>
        private const int MostInAnHour = 5;

        public async Task HandleAsync(SendAccountMail payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var mail = await db.AccountMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == payload.MailId, ct);
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => mail != null && a.Id == mail.AccountId, ct);
            if (mail is null || account is null || await IsPointlessAsync(db, mail, account, ct))
            {
                return;
            }

            var text = await templates.AccountAsync(new AccountEmail(mail.Kind, LinkOf(mail, account), options.Value.ContactEmail));
            await sender.SendAsync(text.ToMessage(email.Value, $"account-{mail.Id:N}", new MailboxAddress("", account.Email!), clock.GetUtcNow()), ct);
            await lease.CompleteAsync(CancellationToken.None);
        }

        private string LinkOf(AccountMail mail, Account account) => mail.Kind switch
        {
            AccountMailKind.ConfirmEmail => options.Value.AccountUrl("confirm", links.Write(mail, account)),
            AccountMailKind.ResetPassword => options.Value.AccountUrl("reset", links.Write(mail, account)),
            AccountMailKind.AlreadyRegistered => options.Value.AccountUrl("sign-in"),
            AccountMailKind.PasskeyAdded or AccountMailKind.PasskeyRemoved => options.Value.AccountUrl("passkeys"),
            AccountMailKind.LoginAdded or AccountMailKind.LoginRemoved => options.Value.AccountUrl("logins"),
            AccountMailKind.TwoStepOn or AccountMailKind.RecoveryUsed or AccountMailKind.RecoveryRenewed => options.Value.AccountUrl("two-step"),
            AccountMailKind.ErasureAsked => options.Value.PublicUrl,
            _ => options.Value.AccountUrl("forgot"),
        };

        private async Task<bool> IsPointlessAsync(ShopDb db, AccountMail mail, Account account, CancellationToken ct)
        {
            if (mail.ExpiresAt <= clock.GetUtcNow().UtcDateTime || (mail.Kind == AccountMailKind.ConfirmEmail && account.EmailConfirmed))
            {
                return true;
            }

            // What is not sent is not counted: else whoever asks again and again would keep the holder from ever getting one.
            var hourBefore = mail.CreatedAt - TimeSpan.FromHours(1);
            var sent = await db.AccountMails.CountAsync(
                m => m.AccountId == account.Id && m.Kind == mail.Kind && m.CreatedAt > hourBefore && m.CreatedAt < mail.CreatedAt && m.ExpiresAt > m.CreatedAt, ct);
            return sent >= MostInAnHour && await db.AccountMails.Where(m => m.Id == mail.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, mail.CreatedAt), ct) >= 0;
        }
    }
}
