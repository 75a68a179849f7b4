using Coravel.Invocable;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;

namespace GlpCommerce.Web.Background;

/// <summary>Throws away every day what strangers can leave behind without end: old carts, jobs that are done, and the words of old e-mails.</summary>
internal sealed class DailySweep(CartHousekeeping carts, JobHousekeeping jobs, MailHousekeeping mails, IHostApplicationLifetime app) : IInvocable
{
    public async Task Invoke()
    {
        await carts.RunAsync(app.ApplicationStopping);
        await jobs.RunAsync(app.ApplicationStopping);
        await mails.RunAsync(app.ApplicationStopping);
    }
}
