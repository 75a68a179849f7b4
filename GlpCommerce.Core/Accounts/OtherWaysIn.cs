using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Passkeys and accounts elsewhere: whoever once knew the password may have added one of their own.</summary>
internal static class OtherWaysIn
{
    /// <summary>Takes all of them away, within the caller's transaction.</summary>
    public static async Task CloseAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        await db.Passkeys.Where(p => p.UserId == accountId).ExecuteDeleteAsync(ct);
        await db.AccountLogins.Where(l => l.UserId == accountId).ExecuteDeleteAsync(ct);
    }
}
