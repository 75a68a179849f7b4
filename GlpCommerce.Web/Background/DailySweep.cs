using Coravel.Invocable;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;

namespace GlpCommerce.Web.Background;

/// <summary>
/// Throws away every day what would pile up without end: old carts, jobs that are done, the words of old e-mails, and what was
/// done to many products a month ago.
/// </summary>
internal sealed class DailySweep(CartHousekeeping carts, JobHousekeeping jobs, MailHousekeeping mails, BatchHousekeeping batches, IHostApplicationLifetime app) : IInvocable
{
    public async Task Invoke()
    {
        await carts.RunAsync(app.ApplicationStopping);
        await jobs.RunAsync(app.ApplicationStopping);
        await mails.RunAsync(app.ApplicationStopping);
        await batches.RunAsync(app.ApplicationStopping);
    }
}
