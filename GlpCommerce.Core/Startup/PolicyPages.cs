using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Pricing;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Startup;

/// <summary>A page that the merchant writes: privacy, terms and the like.</summary>
/// <param name="Markdown">With the shop's own values already in place of the placeholders.</param>
public sealed record PolicyPage(string Slug, string Title, string Summary, string Updated, string Markdown);

/// <summary>
/// The merchant's pages. The first start writes them as Markdown files under the data path; from then on those files
/// are the pages, and an edit shows at the next request.
/// </summary>
public sealed class PolicyPages(DataFolder folder, IOptions<ShopOptions> shop, PriceList prices)
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
                // Machines that share the folder may start at once: each writes a draft of its own.
                var draft = $"{path}.{Guid.NewGuid():N}.new";
                await File.WriteAllTextAsync(draft, text, ct);
                File.Move(draft, path, overwrite: true);
            }
        }
    }

    /// <summary>The page, or null when there is none of that name.</summary>
    /// <exception cref="FormatException">The merchant's file has no readable head.</exception>
    public async Task<PolicyPage?> FindAsync(string slug, CancellationToken ct = default)
    {
        var path = Path.Combine(folder.Pages, $"{slug}.md");
        if (!Slugs.Contains(slug) || !File.Exists(path))
        {
            return null;
        }

        var (head, text) = FrontMatter.Read<PageFile>(await File.ReadAllTextAsync(path, ct));
        return new PolicyPage(slug, head.Title, head.Summary, head.Updated, Fill(text));
    }

    private string Fill(string text) => text
        .Replace("{{shop.legal_name}}", shop.Value.LegalName, StringComparison.Ordinal)
        .Replace("{{shop.address}}", shop.Value.Address, StringComparison.Ordinal)
        .Replace("{{shop.contact}}", shop.Value.ContactEmail, StringComparison.Ordinal)
        .Replace("{{shipping.flat}}", prices.FlatRate.ToString(), StringComparison.Ordinal)
        .Replace("{{shipping.free_over}}", prices.FreeOver?.ToString() ?? "no amount", StringComparison.Ordinal)
        .Replace("{{shop.unpaid_minutes}}", shop.Value.UnpaidOrderMinutes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private sealed class PageFile
    {
        public string Title { get; set; } = "";
        public string Summary { get; set; } = "";
        public string Updated { get; set; } = "";
    }
}
