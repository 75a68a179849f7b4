using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>One stage's part of the cabinet on the front page.</summary>
public sealed record CabinetBay(JourneyStage Stage, int Count, IReadOnlyList<ProductCard> Packs);

/// <summary>
/// Fills the cabinet. The packs are picked by hand, so that shapes and colours stand well together, but only what is
/// published and suits the stage is shown; where too few are left, the stage's own suggestions take their place.
/// It shows neither price nor stock, so what was filled is shown for half a minute.
/// </summary>
public sealed class Cabinet(CatalogQueries catalog, StageShelf shelf, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private const int BoardLength = 4;
    private const int PerBay = 2 * BoardLength;

    private static readonly string[][] Picks =
    [
        ["SUP-020", "WEL-012", "SUP-001", "MEL-019", "MEL-001", "WEL-013", "SUP-013", "FIT-004"],
        ["SUP-026", "SUP-005", "MEL-016", "FIT-001", "MEL-004", "SUP-008", "WEL-011", "MEL-020"],
        ["WEL-025", "SUP-025", "SUP-030", "WEL-001", "MEL-005", "FIT-009", "WEL-008", "MEL-010"],
    ];

    private Filled? _filled;

    /// <summary>The three bays, in the order of the stages.</summary>
    public async ValueTask<IReadOnlyList<CabinetBay>> BaysAsync(Facets facets, CancellationToken ct = default)
    {
        var filled = Volatile.Read(ref _filled);
        if (filled is null || clock.GetElapsedTime(filled.At) > Life)
        {
            filled = new Filled(await FillAsync(facets, ct), clock.GetTimestamp());
            Volatile.Write(ref _filled, filled);
        }

        return filled.Bays;
    }

    private async Task<IReadOnlyList<CabinetBay>> FillAsync(Facets facets, CancellationToken ct)
    {
        var picked = (await catalog.BySkusAsync([.. Picks.SelectMany(skus => skus)], ct)).ToDictionary(card => card.Sku);
        var bays = new List<CabinetBay>(Picks.Length);
        foreach (var stage in Enum.GetValues<JourneyStage>())
        {
            IReadOnlyList<ProductCard> packs =
                [.. Picks[(int)stage].Where(picked.ContainsKey).Select(sku => picked[sku]).Where(card => card.Stages.Contains(stage))];
            if (packs.Count < BoardLength)
            {
                packs = [.. (await shelf.ForAsync(stage, new HashSet<int>(), PerBay, ct)).Select(suggestion => suggestion.Product)];
            }

            bays.Add(new CabinetBay(stage, facets.Stages[(int)stage].Count, packs));
        }

        return bays;
    }

    private sealed record Filled(IReadOnlyList<CabinetBay> Bays, long At);
}
