using System.Text;
using System.Text.RegularExpressions;

namespace GlpCommerce.Bench;

/// <summary>
/// What a browser loads to show a page for the first time, besides pictures: the page, its style sheets, its scripts,
/// and every font its style sheets name (a browser may need fewer).
/// </summary>
internal static partial class FirstView
{
    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        await Catalogue.FillAsync(settings, store, settings.Products, ct);
        await using var shop = await ShopProcess.StartAsync(settings, store, ct);
        using var wire = await Wire.ConnectAsync(shop.Port, ct);
        Console.Error.WriteLine("first view");
        foreach (var path in new[] { "/", "/shop" })
        {
            var (bytes, requests) = await LoadAsync(wire, path, ct);
            report.AtMost($"first: {path}, bytes with Brotli", bytes / 1000.0, 160, "KB");
            report.AtMost($"first: {path}, requests", requests, 12, "");
        }

        var html = (await wire.AskAsync(wire.Get("/shop"), ct)).BodyBytes;
        report.AtMost("first: HTML of /shop", html / 1000.0, 60, "KB");
    }

    private static async Task<(int Bytes, int Requests)> LoadAsync(Wire wire, string path, CancellationToken ct)
    {
        await wire.AskAsync(wire.Get(path), ct);
        var html = wire.Text();
        var parts = new HashSet<string> { path };
        parts.UnionWith(Links().Matches(html).Select(m => Absolute(m.Groups[1].Value + m.Groups[2].Value)));
        foreach (var sheet in parts.Where(p => p.EndsWith(".css", StringComparison.Ordinal)).ToList())
        {
            await wire.AskAsync(wire.Get(sheet), ct);
            parts.UnionWith(Fonts().Matches(wire.Text()).Select(m => Absolute(m.Groups[1].Value)));
        }

        var bytes = 0;
        foreach (var part in parts)
        {
            var answer = await wire.AskAsync(wire.Get(part, "br"), ct);
            bytes += answer.Status == 200 ? answer.BodyBytes : throw new InvalidOperationException($"{part} answers {answer.Status}.");
            Console.Error.WriteLine(new StringBuilder().Append("    ").Append(part).Append(": ").Append(answer.BodyBytes));
        }

        return (bytes, parts.Count);
    }

    private static string Absolute(string address) => "/" + address.TrimStart('.', '/');

    [GeneratedRegex("<link rel=\"(?:preload|stylesheet|modulepreload)\" href=\"([^\"]+)\"|<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("url\\([\"']?([^\"')]+\\.woff2)")]
    private static partial Regex Fonts();
}
