using System.Globalization;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Startup;

/// <summary>A page that the merchant writes: privacy, terms and the like.</summary>
/// <param name="Markdown">With the shop's own values already in place of the placeholders.</param>
public sealed record PolicyPage(string Slug, string Title, string Summary, string Updated, string Markdown);

/// <summary>
/// The merchant's pages. The first start writes them as Markdown files under the data path; from then on those files
/// are the pages, and an edit shows at the next request.
/// </summary>
public sealed partial class PolicyPages(
    DataFolder folder, IOptions<ShopOptions> shop, IOptions<PaymentOptions> payments, RateBook rates, ILogger<PolicyPages> logger)
{
    /// <summary>Every page's slug, in the order of the footer.</summary>
    public static readonly IReadOnlyList<string> Slugs =
        ["privacy", "health-data", "terms", "shipping-returns", "accessibility", "contact"];

    /// <summary>Writes the pages that are not there yet; a merchant's own text is never overwritten.</summary>
    public async Task WriteMissingAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(folder.Pages);
        foreach (var (name, text) in SeedFiles.Texts("Content.Seed.pages"))
        {
            var path = Path.Combine(folder.Pages, name);
            if (!File.Exists(path))
            {
                // A start that dies while writing must not leave half a page behind.
                var draft = $"{path}.{Guid.NewGuid():N}.new";
                await File.WriteAllTextAsync(draft, text, ct);
                File.Move(draft, path, overwrite: true);
            }
        }
    }

    /// <summary>
    /// The page, or null when there is none of that name. A file whose head cannot be read is shown all the same, under
    /// the file's name: a slip of the merchant's must not take a page away that the law wants there.
    /// </summary>
    public async Task<PolicyPage?> FindAsync(string slug, CancellationToken ct = default)
    {
        var path = Path.Combine(folder.Pages, $"{slug}.md");
        if (!Slugs.Contains(slug) || !File.Exists(path))
        {
            return null;
        }

        var file = await File.ReadAllTextAsync(path, ct);
        try
        {
            var (head, text) = FrontMatter.Read<PageFile>(file);
            return new PolicyPage(slug, head.Title, head.Summary, head.Updated, await FillAsync(text, ct));
        }
        catch (FormatException error)
        {
            LogBrokenHead(path, error.Message);
            return new PolicyPage(slug, slug, "", "", await FillAsync(FrontMatter.Split(file).Text, ct));
        }
    }

    /// <summary>A page's text with the shop's own values in place of the placeholders.</summary>
    public async Task<string> FillAsync(string text, CancellationToken ct = default) => Fill(text, (await rates.CurrentAsync(ct)).Rates);

    private string Fill(string text, Rates now) => Part().Replace(text, part => Applies(part.Groups[1].Value, now) ? part.Groups[2].Value : "")
        .Replace("{{shop.legal_name}}", shop.Value.LegalName, StringComparison.Ordinal)
        .Replace("{{shop.address}}", shop.Value.Address, StringComparison.Ordinal)
        .Replace("{{shop.contact}}", shop.Value.ContactEmail, StringComparison.Ordinal)
        .Replace("{{shipping.flat}}", now.FlatRate.ToString(), StringComparison.Ordinal)
        .Replace("{{shipping.free_over}}", now.FreeOver?.ToString() ?? "no amount", StringComparison.Ordinal)
        .Replace("{{shop.unpaid_minutes}}", shop.Value.UnpaidOrderMinutes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private bool Applies(string condition, Rates now) => condition switch
    {
        "shipping.free_over" => now.FreeOver is not null,
        "payments.stripe" => payments.Value.Provider == PaymentProvider.Stripe,
        _ => payments.Value.Provider == PaymentProvider.Sandbox,
    };

    [LoggerMessage(LogLevel.Warning, "The page {Path} is shown without its head: {Reason}")]
    private partial void LogBrokenHead(string path, string reason);

    /// <summary>What a page says only in a shop that ships free over some amount, or is paid in one way or the other.</summary>
    [GeneratedRegex(@"\{\{#(shipping\.free_over|payments\.stripe|payments\.sandbox)\}\}(.*?)\{\{/\1\}\}", RegexOptions.Singleline)]
    private static partial Regex Part();

    private sealed class PageFile
    {
        public string Title { get; set; } = "";
        public string Summary { get; set; } = "";
        public string Updated { get; set; } = "";
    }
}
