using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A shop and Stripe, without a network between them for the messages.</summary>
internal static class StripeOrders
{
    /// <summary>The shop hears everything that Stripe has written up to now, and does what follows.</summary>
    /// <param name="times">How often each message comes, all of them at once.</param>
    /// <param name="reversed">The newest first.</param>
    public static async Task HearAsync(this TestShop shop, FakeStripe stripe, int times = 1, bool reversed = false)
    {
        var messages = reversed ? stripe.Outbox.Messages.Reverse() : stripe.Outbox.Messages;
        foreach (var notice in messages.Select(m => StripeNotice.Read(m.Json)!))
        {
            await Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(() =>
                shop.Get<ProviderInbox>().ReceiveAsync(notice.Id, "stripe", notice.Type, notice.ObjectId, notice.Concerns))));
        }

        await shop.RunJobsAsync();
    }

    /// <summary>The order's payments, oldest first.</summary>
    public static async Task<List<PaymentAttempt>> AttemptsAsync(this TestShop shop)
    {
        await using var db = shop.Db();
        return await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).ToListAsync();
    }
}
