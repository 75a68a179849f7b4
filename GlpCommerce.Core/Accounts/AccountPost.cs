using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;

namespace GlpCommerce.Core.Accounts;

/// <summary>Writes down that somebody is to get an e-mail, in the transaction of the change that causes it.</summary>
public sealed class AccountPost(JobQueue jobs, TimeProvider clock)
{
    /// <param name="accountId">Null where the address has no account: then as much is written, and nothing sent.</param>
    internal void Add(ShopDb db, long? accountId, AccountMailKind kind)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var mail = new AccountMail { AccountId = accountId, Kind = kind, CreatedAt = now, ExpiresAt = now + Life(kind) };
        db.AccountMails.Add(mail);
        jobs.Add(db, new SendAccountMail(mail.Id));
    }

    private static TimeSpan Life(AccountMailKind kind) => kind == AccountMailKind.ResetPassword ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
}
