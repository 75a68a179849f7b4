using System.Runtime.InteropServices;
using GlpCommerce.Bench;

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}

// Nothing runs for ever, and Ctrl+C leaves through every "await using" as well: no shop is left behind.
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(30));
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
var report = new Report();
var parts = new (string Name, Func<Settings, Report, CancellationToken, Task> MeasureAsync)[]
{
    ("start", Start.MeasureAsync),
    ("first", FirstView.MeasureAsync),
    ("shop", Readers.MeasureAsync),
    ("orders", Orders.MeasureAsync),
    ("circuits", Circuits.MeasureAsync),
    ("growth", Growth.MeasureAsync),
    ("inside", Inside.MeasureAsync),
    ("whole", Whole.MeasureAsync),
    ("drain", Drain.MeasureAsync),
    ("history", History.MeasureAsync),
    ("graphql", Graph.MeasureAsync),
    ("staff", StaffList.MeasureAsync),
    ("import", Import.MeasureAsync),
};
try
{
    foreach (var part in parts.Where(part => settings.Wants(part.Name)))
    {
        await part.MeasureAsync(settings, report, stop.Token);
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}

Console.WriteLine();
Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {(settings.Postgres is null ? "SQLite" : "PostgreSQL")}, {settings.Products:N0} products, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
Console.WriteLine();
report.Print(Console.Out);
return report.IsWrong ? 1 : 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
