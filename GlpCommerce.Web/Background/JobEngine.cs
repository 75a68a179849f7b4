using Coravel;
using GlpCommerce.Core.Jobs;

namespace GlpCommerce.Web.Background;

/// <summary>Runs the shop's jobs in this process, on Coravel's queue and scheduler.</summary>
public static class JobEngine
{
    public static void AddJobEngine(this IServiceCollection services)
    {
        services.AddQueue();
        services.AddScheduler();
        services.AddSingleton<CoravelPump>();
        services.AddSingleton<IJobSignal>(s => new LateSignal(s));
        services.AddTransient<CoravelPump.RunJob>();
        services.AddTransient<CoravelPump.Sweep>();
    }

    public static void UseJobEngine(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILogger<CoravelPump>>();
        app.Services.ConfigureQueue().OnError(error => Crashed(logger, error, null));
        app.Services.UseScheduler(scheduler => scheduler.Schedule<CoravelPump.Sweep>().EverySecond().PreventOverlapping("job-sweep"))
            .OnError(error => Crashed(logger, error, null));
    }

    private static readonly Action<ILogger, Exception?> CrashedMessage =
        LoggerMessage.Define(LogLevel.Error, new EventId(1, "JobEngineCrash"), "A job's run ended unexpectedly; its lease brings it back");

    private static void Crashed(ILogger logger, Exception error, object? _) => CrashedMessage(logger, error);

    /// <summary>The pump needs the runner and the runner's queue needs a signal: this one looks the pump up when it is first used.</summary>
    private sealed class LateSignal(IServiceProvider services) : IJobSignal
    {
        public void Kick() => services.GetRequiredService<CoravelPump>().Kick();
    }
}
