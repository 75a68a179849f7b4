namespace GlpCommerce.Core.Payments;

/// <summary>The provider that new payments go to, and those that older payments were made with.</summary>
public sealed class PaymentGateways(IEnumerable<IPaymentGateway> gateways)
{
    private readonly Dictionary<string, IPaymentGateway> _byName = gateways.ToDictionary(g => g.Name);

    /// <summary>The one that new payments go to: the first that was registered.</summary>
    public IPaymentGateway Current { get; } = gateways.First();

    /// <summary>All that payments of this shop may have been made with.</summary>
    public IReadOnlyCollection<IPaymentGateway> All => _byName.Values;

    /// <param name="provider">See <see cref="IPaymentGateway.Name"/>.</param>
    public IPaymentGateway Named(string provider) => _byName.GetValueOrDefault(provider)
        ?? throw new InvalidOperationException($"This shop is not set up for {provider}.");

    /// <exception cref="UnknownPaymentException">The shop was set up with that provider once, and is not any more.</exception>
    public IPaymentGateway Of(PaymentAttempt attempt) => _byName.GetValueOrDefault(attempt.Provider)
        ?? throw new UnknownPaymentException($"Payment attempt {attempt.Id} was made with {attempt.Provider}, which this shop is not set up for.");
}
