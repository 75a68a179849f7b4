using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Somebody who works in the shop.</summary>
/// <param name="Role">The highest they hold, whether it counts already or not.</param>
/// <param name="WaitsForPassword">Whether they have still to choose a password of their own.</param>
/// <param name="HasSecondFactor">Whether signing in asks for a code.</param>
/// <param name="HasPasskey">Whether a device lets them in, which counts as both steps.</param>
/// <param name="LastSeen">In any browser; null when they are signed in nowhere.</param>
public sealed record StaffMember(long Id, string Email, string Role, bool WaitsForPassword, bool HasSecondFactor, bool HasPasskey, DateTime? LastSeen);

/// <summary>Reads who is staff.</summary>
public sealed class StaffQueries(IShopDbFactory shop)
{
    /// <summary>By address; whoever may say who is staff sees them all.</summary>
    public async Task<Result<StaffMember[]>> AllAsync(Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditStaff) is { } refused)
        {
            return refused;
        }

        await using var db = shop.Open();
        var (sessions, passkeys) = (db.DeviceSessions, db.Passkeys);
        var held = await db.AccountRoles
            .Join(db.Roles, h => h.RoleId, r => r.Id, (h, r) => new { h.UserId, Role = r.Name! })
            .Join(db.Accounts, h => h.UserId, a => a.Id, (h, a) => new
            {
                a.Id, a.Email, h.Role, a.HasTemporaryPassword, a.TwoFactorEnabled, HasPasskey = passkeys.Any(p => p.UserId == a.Id),
                LastSeen = sessions.Where(s => s.AccountId == a.Id).Max(s => (DateTime?)s.LastSeenAt),
            })
            .ToListAsync(ct);
        return held.GroupBy(h => h.Id).Select(all => (Somebody: all.First(), Role: Roles.Highest(all.Select(h => h.Role))))
            .Where(one => one.Role != Roles.Customer).OrderBy(one => one.Somebody.Email, StringComparer.OrdinalIgnoreCase)
            .Select(one => new StaffMember(
                one.Somebody.Id, one.Somebody.Email!, one.Role, one.Somebody.HasTemporaryPassword, one.Somebody.TwoFactorEnabled, one.Somebody.HasPasskey, one.Somebody.LastSeen))
            .ToArray();
    }
}
