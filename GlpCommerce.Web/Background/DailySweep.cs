using Coravel.Invocable;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;

namespace GlpCommerce.Web.Background;

/// <summary>
/// Throws away every day what would pile up without end: old carts, jobs that are done, the words of old e-mails, and what was
/// done to many products a month ago. One that fails keeps none of the others from its work.
/// </summary>
internal sealed partial class DailySweep(
    CartHousekeeping carts, JobHousekeeping jobs, MailHousekeeping mails, BatchHousekeeping batches, IHostApplicationLifetime app, ILogger<DailySweep> logger) : IInvocable
{
    public async Task Invoke()
    {
        var ct = app.ApplicationStopping;
        (string What, Func<Task> Run)[] steps =
            [("carts", () => carts.RunAsync(ct)), ("jobs", () => jobs.RunAsync(ct)), ("e-mails", () => mails.RunAsync(ct)), ("batches of products", () => batches.RunAsync(ct))];
        var failures = new List<Exception>();
        foreach (var (what, run) in steps)
        {
            try
            {
                await run();
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogFailed(error, what);
                failures.Add(error);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Not all that is old was thrown away.", failures);
        }
    }

    [LoggerMessage(LogLevel.Error, "Old {What} could not be thrown away; the next day tries it again")]
    private partial void LogFailed(Exception error, string what);
}
