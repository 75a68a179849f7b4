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
public sealed class OrderRecovery(IShopDbFactory shop, AccountKeys keys, AccountTries tries, JobQueue jobs, TimeProvider clock)
{
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

    /// <summary>
    /// Changes a code for a key of the order. A code counts once. Tries are counted by where they come from, and whether there
    /// is such an order or not: a stranger's guesses cost its holder nothing.
    /// </summary>
    /// <param name="network">The network address that it comes from.</param>
    public async Task<Result<RecoveredOrder>> RedeemAsync(string? order, string? email, string? code, string? network = null, CancellationToken ct = default)
    {
        if (Check(order, email) is { Succeeded: false } wrong)
        {
            return wrong.Problems.ToList();
        }

        var tried = $"{OrderCodeWords.Named(order)} {EmailAddress.Key(EmailAddress.Check(email, []))} {network}";
        // Counted before it is looked at: of many that guess at once, five are looked at. What comes later costs as much.
        var read = await tries.CountAsync(tried, ct) ? OrderCodeWords.Read(code) : "";
        var found = await shop.InTransactionAsync(db => RedeemAsync(db, order, email, read, tried, ct), ct);
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

    private async Task<RecoveredOrder?> RedeemAsync(ShopDb db, string? named, string? email, string code, string tried, CancellationToken ct)
    {
        var order = await FindAsync(db, named, email, ct);
        var (id, now) = (order?.Id ?? 0, clock.GetUtcNow().UtcDateTime);
        var live = db.OrderCodes.Where(c => c.OrderId == id && c.UsedAt == null && c.ExpiresAt > now);
        var hash = keys.OrderCodeHash(id, code);
        var token = Secrets.New(32);
        var tokenHash = Secrets.Hash(token);
        var redeemed = await live.Where(c => c.CodeHash == hash).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.UsedAt, now).SetProperty(c => c.TokenHash, tokenHash), ct);
        if (redeemed == 0 || order is null)
        {
            return null;
        }

        await tries.ForgetAsync(db, tried, ct);
        return new RecoveredOrder(order.PublicId, token);
    }
}
