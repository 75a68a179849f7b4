using System.Buffers;
using System.Buffers.Text;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>The links in e-mails to an account's holder: each counts once, for its own purpose, and not for long.</summary>
public sealed class AccountLinks(AccountKeys keys, TimeProvider clock)
{
    private const int IdLength = 22;

    /// <summary>What the link carries: the e-mail's id, and the proof that the shop wrote it.</summary>
    internal string Write(AccountMail mail, Account account) => Base64Url.EncodeToString(mail.Id.ToByteArray()) + keys.Link(mail, account);

    /// <summary>The e-mail and the account that a link belongs to, or null for one that counts no more, or never did.</summary>
    /// <param name="token">What the link carried; anything at all.</param>
    internal async Task<(AccountMail Mail, Account Account)?> ReadAsync(ShopDb db, string? token, AccountMailKind kind, CancellationToken ct)
    {
        var id = new byte[16];
        if (!Input.IsKey(token) || token!.Length <= IdLength
            || Base64Url.DecodeFromChars(token.AsSpan(0, IdLength), id, out _, out var length) != OperationStatus.Done || length != id.Length)
        {
            return null;
        }

        var (mailId, now) = (new Guid(id), clock.GetUtcNow().UtcDateTime);
        var found = await db.AccountMails.AsNoTracking().Where(m => m.Id == mailId && m.Kind == kind && m.UsedAt == null && m.ExpiresAt > now)
            .Join(db.Accounts, m => m.AccountId, a => a.Id, (mail, account) => new { mail, account }).SingleOrDefaultAsync(ct);
        return found is not null && Secrets.Same(token[IdLength..], keys.Link(found.mail, found.account)) ? (found.mail, found.account) : null;
    }

    /// <summary>Uses the link up. False when somebody else did so first.</summary>
    internal async Task<bool> UseAsync(ShopDb db, AccountMail mail, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.AccountMails.Where(m => m.Id == mail.Id && m.UsedAt == null && m.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.UsedAt, now), ct) == 1;
    }
}
