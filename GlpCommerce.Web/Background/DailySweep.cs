using Coravel.Invocable;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Web.Background;

/// <summary>Throws away every day what strangers can leave behind without end: old carts, and jobs that are done; and what was done to many products a month ago.</summary>
internal sealed class DailySweep(CartHousekeeping carts, JobHousekeeping jobs, BatchHousekeeping batches, IHostApplicationLifetime app) : IInvocable
{
    public async Task Invoke()
    {
        await carts.RunAsync(app.ApplicationStopping);
        await jobs.RunAsync(app.ApplicationStopping);
        await batches.RunAsync(app.ApplicationStopping);
    }
}
