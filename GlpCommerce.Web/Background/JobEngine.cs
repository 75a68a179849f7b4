using Coravel;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Web.Background;

/// <summary>Runs the shop's jobs in this process, on Coravel's queue and scheduler.</summary>
public static partial class JobEngine
{
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
    }

    public static void UseJobEngine(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILogger<CoravelPump>>();
        app.Services.ConfigureQueue().OnError(error => Crashed(logger, error));
        app.Services.UseScheduler(scheduler =>
        {
            scheduler.Schedule<CoravelPump.Sweep>().EverySecond().PreventOverlapping("job-sweep");
            scheduler.Schedule<ReconcileSweep>().EveryMinute().PreventOverlapping("reconcile-sweep");
            scheduler.Schedule<StockSweep>().Hourly().PreventOverlapping("stock-sweep");
        }).OnError(error => Crashed(logger, error));
    }

    [LoggerMessage(LogLevel.Error, "A job's run ended unexpectedly; its lease brings it back")]
    private static partial void Crashed(ILogger logger, Exception error);
}
