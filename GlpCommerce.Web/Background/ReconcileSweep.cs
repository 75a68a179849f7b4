using Coravel.Invocable;
using GlpCommerce.Core.Checkout;

namespace GlpCommerce.Web.Background;

/// <summary>Has payments and refunds read at the provider whose time to be looked at has come.</summary>
internal sealed class ReconcileSweep(Reconciler reconciler, IHostApplicationLifetime app) : IInvocable
{
    public Task Invoke() => reconciler.RunAsync(app.ApplicationStopping);
}
