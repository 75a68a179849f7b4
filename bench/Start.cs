namespace GlpCommerce.Bench;

/// <summary>How soon a stocked shop answers after its start, and what it holds in memory when nobody asks.</summary>
internal static class Start
{
    private const int Starts = 5;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        var (starts, cpus, idle) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Starts; i++)
        {
            await using var shop = await ShopProcess.StartAsync(settings, store, ct);
            starts.Add(shop.ColdStart.TotalSeconds);
            cpus.Add(shop.Cpu.TotalSeconds);
            if (i < 2)
            {
                await Task.Delay(Idle, ct);
                idle.Add(shop.MebiBytes);
            }
        }

        Console.Error.WriteLine("start and rest");
        report.AtMost($"start: to the first page, median of {Starts}", starts.Percentile(0.5), 2, "s");
        report.Note("start: CPU to the first page", cpus.Percentile(0.5), "s");
        report.AtMost($"start: memory after {Idle.TotalSeconds:0} s of rest", idle.Max(), 180, "MiB");
    }
}
