using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Notifications;

/// <summary>An e-mail, and its words where they are kept still.</summary>
public sealed record SentEmail(Email Email, EmailCopy? Copy);

/// <summary>Reads for staff which e-mails left, and what they said.</summary>
public sealed class MailQueries(IShopDbFactory shop, AuditLog audit)
{
    public const int PageSize = 50;

    /// <summary>E-mails about orders, newest first, one more than a page when there are older ones.</summary>
    /// <param name="before">Only those older than this one; null for the newest.</param>
    public async Task<IReadOnlyList<Email>> PageAsync(long? before, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.Emails.AsNoTracking().Where(e => before == null || e.Id < before).OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(ct);
    }

    /// <summary>One e-mail. That somebody read it is written down: it names a person and what they bought.</summary>
    /// <returns>Null when there is none, or for somebody who may not see orders.</returns>
    public async Task<SentEmail?> ReadAsync(long id, Actor by, CancellationToken ct = default)
    {
        if (!by.May(Rights.SeeOrders))
        {
            return null;
        }

        await using var db = shop.Open();
        if (await db.Emails.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } email)
        {
            return null;
        }

        var copy = await db.EmailCopies.AsNoTracking().SingleOrDefaultAsync(c => c.EmailId == id, ct);
        if (copy is not null)
        {
            await audit.NoteReadAsync(by, "email.read", $"order:{email.OrderId}", ct: ct);
        }

        return new SentEmail(email, copy);
    }
}
