using System.Globalization;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Startup;

/// <summary>A page that the merchant writes: privacy, terms and the like.</summary>
/// <param name="UpdatedOn">The day of its last change; null when nobody knows it.</param>
/// <param name="Markdown">With the shop's own values already in place of the placeholders.</param>
public sealed record PolicyPage(string Slug, string Title, string Summary, DateOnly? UpdatedOn, string Markdown);

/// <summary>
/// The merchant's pages as shoppers read them. The first start takes them from the files that earlier versions kept under the data
/// path, or else from those that come with the shop; from then on staff change them.
/// </summary>
public sealed partial class PolicyPages(
    IShopDbFactory database, DataFolder folder, IOptions<ShopOptions> shop, IOptions<PaymentOptions> payments, RateBook rates, ILogger<PolicyPages> logger)
{
    /// <summary>Every page's slug, in the order of the footer.</summary>
    public static readonly IReadOnlyList<string> Slugs =
        ["privacy", "health-data", "terms", "shipping-returns", "accessibility", "contact"];

    /// <summary>Adds the pages that are not there yet; what staff have written is never overwritten.</summary>
    public async Task FillMissingAsync(CancellationToken ct = default)
    {
        await using var db = database.Open();
        var there = await db.Policies.Select(p => p.Slug).ToListAsync(ct);
        var missing = Slugs.Except(there).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        try
        {
            var seeds = SeedFiles.Texts("Content.Seed.pages").ToDictionary(file => Path.GetFileNameWithoutExtension(file.Name), file => file.Text);
            foreach (var slug in missing)
            {
                db.Policies.Add(await FirstAsync(slug, seeds[slug], ct));
            }

            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Another machine started at the same moment and was faster.
        }
    }

    /// <summary>The page, or null when there is none of that name.</summary>
    public async Task<PolicyPage?> FindAsync(string slug, CancellationToken ct = default)
    {
        if (!Slugs.Contains(slug))
        {
            return null;
        }

        await using var db = database.Open();
        return await db.Policies.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug, ct) is not { } policy ? null
            : new PolicyPage(slug, policy.Title, policy.Summary, policy.UpdatedOn, await FillAsync(policy.Body, ct));
    }

    /// <summary>A page's text with the shop's own values in place of the placeholders.</summary>
    public async Task<string> FillAsync(string text, CancellationToken ct = default) => Fill(text, (await rates.CurrentAsync(ct)).Rates);

    private async Task<Policy> FirstAsync(string slug, string seed, CancellationToken ct)
    {
        var (head, text) = FrontMatter.Read<PageFile>(seed);
        var own = Path.Combine(folder.Pages, $"{slug}.md");
        if (File.Exists(own))
        {
            var file = await File.ReadAllTextAsync(own, ct);
            text = FrontMatter.Split(file).Text;
            head = HeadOf(own, file) ?? head;
        }

        return new Policy
        {
            Slug = slug, Title = head.Title, Summary = head.Summary, Body = text, Version = 1,
            UpdatedOn = DateOnly.TryParse(head.Updated, CultureInfo.InvariantCulture, out var day) ? day : null,
        };
    }

    /// <summary>A slip in a merchant's own file must not take a page away that the law wants there: its text counts all the same.</summary>
    private PageFile? HeadOf(string path, string file)
    {
        try
        {
            return FrontMatter.Read<PageFile>(file).Head;
        }
        catch (FormatException error)
        {
            LogBrokenHead(path, error.Message);
            return null;
        }
    }

    private string Fill(string text, Rates now) => PolicyForm.Choose(text, condition => Applies(condition, now))
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

    [LoggerMessage(LogLevel.Warning, "The head of {Path} cannot be read, so the page is taken over with the title that comes with the shop: {Reason}")]
    private partial void LogBrokenHead(string path, string reason);

    private sealed class PageFile
    {
        public string Title { get; set; } = "";
        public string Summary { get; set; } = "";
        public string Updated { get; set; } = "";
    }
}
