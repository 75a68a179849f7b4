using Coravel;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Web.Background;

/// <summary>Runs the shop's jobs in this process, on Coravel's queue and scheduler.</summary>
public static partial class JobEngine
{
    /// <summary>The hour, in UTC, at which few shoppers in the United States are awake.</summary>
    private const int Quiet = 9;

    public static void AddJobEngine(this IServiceCollection services)
    {
        services.AddQueue();
        services.AddScheduler();
        services.AddSingleton<CoravelPump>();
        services.AddSingleton<IJobSignal>(s => s.GetRequiredService<CoravelPump>());
        services.AddTransient<CoravelPump.RunJob>();
        services.AddTransient<CoravelPump.Sweep>();
        services.AddTransient<StockSweep>();
        services.AddTransient<ReconcileSweep>();
        services.AddTransient<AccountSweep>();
        services.AddTransient<MessageSweep>();
        services.AddTransient<OrderCodeSweep>();
        services.AddTransient<DailySweep>();
        services.AddTransient<AuditSweep>();
    }

    /// <summary>
    /// Plans what runs when. Call it before the server starts: a plan that Coravel's clock finds half made ends the process.
    /// </summary>
    /// <param name="ready">Until the shop is, nothing runs.</param>
    public static void UseJobEngine(this WebApplication app, Task ready)
    {
        var logger = app.Services.GetRequiredService<ILogger<CoravelPump>>();
        app.Services.ConfigureQueue().OnError(error => Crashed(logger, error));
        app.Services.UseScheduler(scheduler =>
        {
            scheduler.Schedule<CoravelPump.Sweep>().EverySecond().When(IsReadyAsync).PreventOverlapping("job-sweep");
            scheduler.Schedule<ReconcileSweep>().EveryMinute().When(IsReadyAsync).PreventOverlapping("reconcile-sweep");
            scheduler.Schedule<StockSweep>().Hourly().When(IsReadyAsync).PreventOverlapping("stock-sweep");
            scheduler.Schedule<AccountSweep>().Hourly().When(IsReadyAsync).PreventOverlapping("account-sweep");
            scheduler.Schedule<MessageSweep>().Hourly().When(IsReadyAsync).PreventOverlapping("message-sweep");
            scheduler.Schedule<OrderCodeSweep>().Hourly().When(IsReadyAsync).PreventOverlapping("order-code-sweep");
            scheduler.Schedule<DailySweep>().DailyAt(Quiet, 0).When(IsReadyAsync).PreventOverlapping("daily-sweep");
            scheduler.Schedule<AuditSweep>().DailyAt(Quiet, 0).When(IsReadyAsync).PreventOverlapping("audit-sweep");
        }).OnError(error => Crashed(logger, error));

        Task<bool> IsReadyAsync() => Task.FromResult(ready.IsCompletedSuccessfully);
    }

    [LoggerMessage(LogLevel.Error, "A job's run ended unexpectedly; its lease brings it back")]
    private static partial void Crashed(ILogger logger, Exception error);
}
