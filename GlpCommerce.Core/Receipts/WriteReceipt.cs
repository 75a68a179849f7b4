using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;

namespace GlpCommerce.Core.Receipts;

/// <summary>
/// Writes an order's receipt as its money stands. Whoever adds a fact that a receipt tells of adds this with it; the
/// handler stands in Checkout, where all of it is known.
/// </summary>
public sealed record WriteReceipt(long OrderId) : IJobPayload
{
    public static JobSpec Spec { get; } = new(
        "write-receipt", JobPriority.Low, MaxAttempts: 8,
        FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(60), LongestDelay: TimeSpan.FromMinutes(30))
    {
        Passes = error => error is MediaTroubleException, Patience = TimeSpan.FromDays(2),
    };
}
