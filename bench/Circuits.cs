using GlpCommerce.Core.Payments;

namespace GlpCommerce.Bench;

/// <summary>
/// What an open circuit holds in memory: many readers wait on the page of an order whose payment still needs their
/// bank's approval, each with its status watcher alive.
/// </summary>
internal static class Circuits
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(8);

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        var product = (await Orders.InStockAsync(store, 1, ct))[0];
        await using var shop = await ShopProcess.StartAsync(settings, store, ct);
        using var shopper = new Shopper(shop);
        var order = await shopper.PlaceAsync(await shopper.CheckOutAsync(product, SandboxGateway.ThreeDSecure, ct), ct);

        // What the first circuits load once for all of them, and the room a heap takes to have circuits at all, is not
        // theirs: what counts is what each further one adds.
        var first = await OpenAsync(shop, shopper, order, settings.Circuits, ct);
        var before = await RestingAsync(shop, ct);
        var circuits = await OpenAsync(shop, shopper, order, settings.Circuits, ct);
        var after = await RestingAsync(shop, ct);
        await CloseAsync([.. first, .. circuits]);

        Console.Error.WriteLine($"{first.Count} and then {circuits.Count} more open circuits");
        report.Note($"circuits: memory with {first.Count} open", before, "MiB");
        report.Note($"circuits: memory with {circuits.Count} more", after, "MiB");
        report.AtMost("circuits: growth for each", Math.Max(0, after - before) * 1024 / circuits.Count, 250, "KB");
    }

    private static async Task<List<Circuit>> OpenAsync(ShopProcess shop, Shopper shopper, string order, int count, CancellationToken ct)
    {
        var circuits = new List<Circuit>(count);
        foreach (var group in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            circuits.AddRange(await Task.WhenAll(group.Select(async _ =>
                await Circuit.OpenAsync(shop, order, await shopper.ReadAsync(order, ct), ct))));
        }

        return circuits;
    }

    private static async Task CloseAsync(List<Circuit> circuits)
    {
        foreach (var circuit in circuits)
        {
            await circuit.DisposeAsync();
        }
    }

    /// <summary>Memory after everything that nobody holds any more has been collected.</summary>
    private static async Task<double> RestingAsync(ShopProcess shop, CancellationToken ct)
    {
        await Task.Delay(Calm, ct);
        // Twice: what the first collection frees, the collector gives back to the system at the second.
        for (var turn = 0; turn < 2; turn++)
        {
            await Collector.RunAsync(shop.Id, ct);
            await Task.Delay(Calm / 4, ct);
        }

        return shop.MebiBytes;
    }
}
