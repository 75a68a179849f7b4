using Coravel.Invocable;
using GlpCommerce.Core.Checkout;

namespace GlpCommerce.Web.Background;

/// <summary>Throws away every hour the codes for orders that nobody brought back.</summary>
internal sealed class OrderCodeSweep(OrderCodeHousekeeping housekeeping, IHostApplicationLifetime app) : IInvocable
{
    public Task Invoke() => housekeeping.RunAsync(app.ApplicationStopping);
}
