using Stripe;

namespace GlpCommerce.Core.Payments;

/// <summary>Finds the payment that any of Stripe's objects belongs to.</summary>
internal sealed class StripeObjects(StripeClient client)
{
    /// <param name="id">Stripe tells by the letters it begins with what it is.</param>
    /// <returns>Null when there is no such thing, or it belongs to no payment.</returns>
    public Task<ProviderObject?> FindAsync(string id, CancellationToken ct) => UnlessMissingAsync(() => id.Split('_')[0] switch
    {
        "pi" => OfIntentAsync(id, ct),
        "ch" or "py" => OfChargeAsync(id, ct),
        "re" or "pyr" => OfRefundAsync(id, ct),
        "dp" or "du" => OfDisputeAsync(id, ct),
        _ => Task.FromResult<ProviderObject?>(null),
    });

    public static async Task<T?> UnlessMissingAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        try
        {
            return await find();
        }
        catch (StripeException error) when (StripeLine.IsMissing(error))
        {
            return null;
        }
    }

    private async Task<ProviderObject?> OfIntentAsync(string id, CancellationToken ct) =>
        Of((await client.V1.PaymentIntents.GetAsync(id, cancellationToken: ct)).Id);

    private async Task<ProviderObject?> OfChargeAsync(string id, CancellationToken ct) =>
        Of((await client.V1.Charges.GetAsync(id, cancellationToken: ct)).PaymentIntentId);

    private async Task<ProviderObject?> OfRefundAsync(string id, CancellationToken ct)
    {
        var refund = await client.V1.Refunds.GetAsync(id, cancellationToken: ct);
        return await OfAsync(refund.PaymentIntentId, refund.ChargeId, ct);
    }

    private async Task<ProviderObject?> OfDisputeAsync(string id, CancellationToken ct)
    {
        var dispute = await client.V1.Disputes.GetAsync(id, cancellationToken: ct);
        var found = await OfAsync(dispute.PaymentIntentId, dispute.ChargeId, ct);
        return found is null ? null : found with { Dispute = StripeWords.Told(dispute) };
    }

    private async Task<ProviderObject?> OfAsync(string? paymentId, string? chargeId, CancellationToken ct) =>
        paymentId is null && chargeId is not null ? await OfChargeAsync(chargeId, ct) : Of(paymentId);

    private static ProviderObject? Of(string? paymentId) => paymentId is null ? null : new ProviderObject(paymentId, paymentId);
}
