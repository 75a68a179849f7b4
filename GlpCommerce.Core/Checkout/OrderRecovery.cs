using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>An order that somebody found the way back to.</summary>
/// <param name="AccessToken">Opens it from now on; the shop keeps its hash only.</param>
public sealed record RecoveredOrder(string PublicId, string AccessToken);

/// <summary>
/// The way back to an order whose browser is gone: a code goes to the order's e-mail address, and who brings it gets a key. Whether
/// there is such an order can be told neither by the answer nor by the work.
/// </summary>
public sealed class OrderRecovery(IShopDbFactory shop, AccountKeys keys, JobQueue jobs, TimeProvider clock)
{
    /// <summary>How often one code may be tried.</summary>
    internal const int MostTries = 5;

    private static readonly Problem OrderMissing = new("order.missing", "Write the order's number, such as GLP-100042.", "order");

    private static readonly Problem CodeWrong = new("code.wrong", "This code does not count, or no longer. Check it, or ask for a new one.", "code");

    /// <summary>Has a code sent, if the order has that address.</summary>
    /// <param name="order">The order's number or public id; anything at all.</param>
    /// <param name="email">Anything at all.</param>
    /// <returns>True, or what is wrong with the words themselves.</returns>
    public async Task<Result<bool>> RequestAsync(string? order, string? email, CancellationToken ct = default)
    {
        if (Check(order, email) is { Succeeded: false } wrong)
        {
            return wrong.Problems.ToList();
        }

        // One read and one job in every case. The job of an order that is not there does nothing.
        await shop.InTransactionAsync(
            async db =>
            {
                var id = (await FindAsync(db, order, email, ct))?.Id ?? 0;
                jobs.Add(db, new SendOrderCode(id, clock.GetUtcNow().UtcDateTime));
                return await db.SaveChangesAsync(ct);
            },
            ct);
        return true;
    }

    /// <summary>Changes a code for a key of the order. A code counts once, and five tries at most.</summary>
    public async Task<Result<RecoveredOrder>> RedeemAsync(string? order, string? email, string? code, CancellationToken ct = default)
    {
        if (Check(order, email) is { Succeeded: false } wrong)
        {
            return wrong.Problems.ToList();
        }

        // Not as a result: the try that was refused stays counted.
        var found = await shop.InTransactionAsync(db => RedeemAsync(db, order, email, OrderCodeWords.Read(code), ct), ct);
        return found is null ? CodeWrong : found;
    }

    private static Result<bool> Check(string? order, string? email)
    {
        var problems = new List<Problem>();
        if (OrderCodeWords.Named(order) is (0, ""))
        {
            problems.Add(OrderMissing);
        }

        EmailAddress.Check(email, problems);
        return problems.Count > 0 ? problems : true;
    }

    private static async Task<Order?> FindAsync(ShopDb db, string? order, string? email, CancellationToken ct)
    {
        var (id, publicId) = OrderCodeWords.Named(order);
        var key = EmailAddress.Key(EmailAddress.Check(email, []));
        var found = await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id || o.PublicId == publicId, ct);
        return found?.EmailKey == key ? found : null;
    }

    private async Task<RecoveredOrder?> RedeemAsync(ShopDb db, string? named, string? email, string code, CancellationToken ct)
    {
        var order = await FindAsync(db, named, email, ct);
        var (id, now) = (order?.Id ?? 0, clock.GetUtcNow().UtcDateTime);
        var live = db.OrderCodes.Where(c => c.OrderId == id && c.UsedAt == null && c.ExpiresAt > now);
        // Counted before it is looked at: of many that guess at once, five are looked at.
        await live.ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), ct);
        var hash = keys.OrderCodeHash(id, code);
        var token = Secrets.New(32);
        var tokenHash = Secrets.Hash(token);
        var redeemed = await live.Where(c => c.CodeHash == hash && c.Tries <= MostTries).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.UsedAt, now).SetProperty(c => c.TokenHash, tokenHash), ct);
        return redeemed == 1 && order is not null ? new RecoveredOrder(order.PublicId, token) : null;
    }
}
