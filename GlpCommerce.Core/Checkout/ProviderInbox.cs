using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>Takes in a provider's messages: each is stored once, with the job that follows it up.</summary>
public sealed class ProviderInbox(IShopDbFactory shop, JobQueue jobs, TimeProvider clock)
{
    /// <summary>Stores a message whose signature was verified.</summary>
    /// <param name="concerns">Whether its type is one that the shop follows up; others are only kept.</param>
    public async Task ReceiveAsync(string id, string provider, string type, string objectId, bool concerns, CancellationToken ct = default)
    {
        try
        {
            await shop.InTransactionAsync(
                async db =>
                {
                    if (!await db.ProviderEvents.AnyAsync(e => e.Id == id, ct))
                    {
                        db.ProviderEvents.Add(new ProviderEvent
                        {
                            Id = id, Provider = provider, Type = type, ObjectId = objectId, ReceivedAt = clock.GetUtcNow().UtcDateTime,
                        });
                        if (concerns)
                        {
                            jobs.Add(db, new HandleProviderEvent(id));
                        }

                        await db.SaveChangesAsync(ct);
                    }

                    return true;
                },
                ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // The same message, at the same moment, on another connection: it is stored.
        }
    }
}
