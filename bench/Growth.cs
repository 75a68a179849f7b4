namespace GlpCommerce.Bench;

/// <summary>
/// Whether a page costs more when the catalogue is a hundred times as large. Both shops run side by side and take turns,
/// so that whatever else the machine does meets both alike.
/// </summary>
internal static class Growth
{
    private const int Few = 1_000;
    private const int FullPage = 24;
    private const int Combinations = 1_000;
    private const int Turns = 5;

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var fewStore = await Store.CreateAsync(settings, ct);
        await using var manyStore = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, fewStore, Few, ct);
        await Catalogue.FillAsync(settings, manyStore, settings.Many, ct);
        var questions = await FullPagesAsync(fewStore, ct);
        var (few, many) = await CpuAsync(settings, fewStore, manyStore, questions, ct);
        var fewStatements = await StatementsAsync(settings, fewStore, questions, ct);
        var manyStatements = await StatementsAsync(settings, manyStore, questions, ct);

        Console.Error.WriteLine($"{Few:N0} against {settings.Many:N0} products, {questions.Count} combinations that fill a page in both");
        report.Note($"growth: CPU a page at {Few:N0}", few, "ms");
        report.Note($"growth: CPU a page at {settings.Many:N0}", many, "ms");
        report.AtMost("growth: ratio of the two", many / few, 1.3, "×");
        report.Note($"growth: SQL statements a page at {Few:N0}", fewStatements, "");
        report.AtMost($"growth: SQL statements a page at {settings.Many:N0}", manyStatements, Math.Round(fewStatements + 0.05, 1), "");
    }

    /// <summary>Questions whose page is full in the small shop too: a shorter page would be cheaper for another reason.</summary>
    private static async Task<List<Question>> FullPagesAsync(Store store, CancellationToken ct)
    {
        var questions = Questions.Make(Combinations);
        var counts = await Questions.CountAsync(store, questions, ct);
        return [.. questions.Where((question, i) => counts[i] >= FullPage * question.Filter.Page)];
    }

    private static async Task<(double Few, double Many)> CpuAsync(
        Settings settings, Store fewStore, Store manyStore, List<Question> questions, CancellationToken ct)
    {
        await using var few = await ShopProcess.StartAsync(settings, fewStore, ct);
        await using var many = await ShopProcess.StartAsync(settings, manyStore, ct);
        var fewCosts = new List<double>();
        var manyCosts = new List<double>();
        var shops = new[] { (few, Requests(few), fewCosts), (many, Requests(many), manyCosts) };
        foreach (var (shop, requests, _) in shops)
        {
            await Readers.WarmAsync(shop, requests, settings, ct);
        }

        for (var turn = 0; turn < Turns; turn++)
        {
            foreach (var (shop, requests, costs) in shops)
            {
                costs.Add((await Readers.ReadAsync(shop, requests, settings.Stretch / 2, ct)).CpuPerPage);
            }
        }

        return (fewCosts.Percentile(0.5), manyCosts.Percentile(0.5));

        List<byte[]> Requests(ShopProcess shop) => [.. questions.Select(q => Wire.Get(shop.Port, q.Url))];
    }

    /// <summary>Statements that the shop sends for one page when its words have been searched before.</summary>
    private static async Task<double> StatementsAsync(Settings settings, Store store, List<Question> questions, CancellationToken ct)
    {
        await using var shop = await ShopProcess.StartAsync(settings, store, ct, logSql: true);
        var requests = questions.Take(200).Select(q => Wire.Get(shop.Port, q.Url)).ToList();
        await Readers.ReadAsync(shop, requests, null, ct);
        var before = await shop.SettledStatementsAsync(ct);
        await Readers.ReadAsync(shop, requests, null, ct);
        return (double)(await shop.SettledStatementsAsync(ct) - before) / requests.Count;
    }
}
