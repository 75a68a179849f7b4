using Coravel.Invocable;
using GlpCommerce.Core.Inventory;

namespace GlpCommerce.Web.Background;

/// <summary>Looks every hour whether the stock adds up; what does not is in the log.</summary>
internal sealed class StockSweep(StockCheck check, IHostApplicationLifetime app) : IInvocable
{
    public Task Invoke() => check.RunAsync(app.ApplicationStopping);
}
