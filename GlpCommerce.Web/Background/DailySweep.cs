using Coravel.Invocable;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Web.Background;

/// <summary>Throws away every day what strangers can leave behind without end: old carts, and jobs that are done.</summary>
internal sealed class DailySweep(CartHousekeeping carts, JobHousekeeping jobs, IHostApplicationLifetime app) : IInvocable
{
    public async Task Invoke()
    {
        await carts.RunAsync(app.ApplicationStopping);
        await jobs.RunAsync(app.ApplicationStopping);
    }
}
