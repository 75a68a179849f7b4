using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace GlpCommerce.Core.Checkout;

/// <summary>
/// Makes a code for an order and sends it. The code is derived from the request, so that a repeated run sends the same one:
/// twice the same code harms nobody.
/// </summary>
/// <param name="OrderId">0 for an order that is not there, which gets as much of a job and no e-mail.</param>
public sealed record SendOrderCode(long OrderId, DateTime RequestedAt) : IJobPayload
{
    /// <summary>Five tries within twelve minutes: somebody sits and waits for it, and some servers make strangers come back.</summary>
    public static JobSpec Spec { get; } = new(
        "send-order-code", JobPriority.Medium, MaxAttempts: 5,
        FirstDelay: TimeSpan.FromSeconds(20), Timeout: TimeSpan.FromSeconds(60), LongestDelay: TimeSpan.FromMinutes(5))
    {
        Growth = 3,
    };

    internal sealed class Handler(
        IShopDbFactory shop, AccountKeys keys, IEmailSender sender, IEmailTemplates templates,
        IOptions<EmailOptions> email, TimeProvider clock) : IJobHandler<SendOrderCode>
    {
        /// <summary>Nobody shall fill another's mailbox by our hand.</summary>
        private const int MostInAnHour = 3;

        /// <summary>
        /// As long as codes are counted: whenever no further one is sent, those in the mailbox still count. A stranger who asks
        /// and asks cannot keep the order's holder out.
        /// </summary>
        private static readonly TimeSpan Life = TimeSpan.FromHours(1);

        public async Task HandleAsync(SendOrderCode payload, JobLease lease, CancellationToken ct)
        {
            await using var db = shop.Open();
            var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.Id == payload.OrderId, ct);
            if (order is null || payload.RequestedAt + Life <= clock.GetUtcNow().UtcDateTime)
            {
                return;
            }

            var code = OrderCodeWords.Write(keys.OrderCode(order.Id, payload.RequestedAt));
            string? to = null;
            await lease.CheckpointAsync(async tx => to = await KeepAsync(tx, payload, code, ct), ct);
            if (to is not null)
            {
                var text = await templates.OrderCodeAsync(new OrderCodeEmail(order.Number, code));
                var id = $"{order.Number}-code-{Secrets.Hash($"{order.PublicId}{payload.RequestedAt.Ticks}")[..12].ToLowerInvariant()}";
                await sender.SendAsync(text.ToMessage(email.Value, id, new MailboxAddress("", to), clock.GetUtcNow()), ct);
            }

            await lease.CompleteAsync(CancellationToken.None);
        }

        /// <summary>Keeps the code's hash, unless that was done, or too many were sent lately.</summary>
        /// <returns>Where the code is to be sent, or null when it is not.</returns>
        private async Task<string?> KeepAsync(ShopDb db, SendOrderCode payload, string code, CancellationToken ct)
        {
            // Two requests at once come one after the other. Nothing of the row changes: whoever watches the order would hear
            // of it, and learn that the address is right.
            if (!await db.HoldPersonAsync(payload.OrderId))
            {
                return null;
            }

            // Read only now: whoever corrects the address did so before this, or takes the code away after it.
            var to = await db.Orders.Where(o => o.Id == payload.OrderId).Select(o => o.Email).SingleAsync(ct);
            var hash = keys.OrderCodeHash(payload.OrderId, code);
            if (await db.OrderCodes.AsNoTracking().SingleOrDefaultAsync(c => c.OrderId == payload.OrderId && c.CodeHash == hash, ct) is { } kept)
            {
                return kept.UsedAt is null && kept.ExpiresAt > clock.GetUtcNow().UtcDateTime ? to : null;
            }

            var hourBefore = payload.RequestedAt - Life;
            if (await db.OrderCodes.CountAsync(c => c.OrderId == payload.OrderId && c.CreatedAt > hourBefore, ct) >= MostInAnHour)
            {
                return null;
            }

            db.OrderCodes.Add(new OrderCode { OrderId = payload.OrderId, CodeHash = hash, CreatedAt = payload.RequestedAt, ExpiresAt = payload.RequestedAt + Life });
            return to;
        }
    }
}
