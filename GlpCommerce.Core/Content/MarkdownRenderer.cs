using System.Text.Encodings.Web;
using Ganss.Xss;
using GlpCommerce.Core.Common;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.Caching.Memory;

namespace GlpCommerce.Core.Content;

/// <summary>A heading of a text, to link to.</summary>
public sealed record Heading(string Id, string Text);

/// <summary>Sanitised HTML and the second-level headings in it.</summary>
public sealed record RenderedText(string Html, IReadOnlyList<Heading> Headings);

/// <summary>
/// Turns Markdown into HTML that is safe to show: raw HTML in the text is not read as HTML, and what comes out passes
/// an allow-list of elements, attributes and link schemes. Results are kept by content, so a page pays once.
/// </summary>
public sealed class MarkdownRenderer : IDisposable
{
    private readonly MemoryCache _rendered = new(new MemoryCacheOptions { SizeLimit = 8 * 1024 * 1024 });

    public RenderedText Render(string markdown) =>
        _rendered.GetOrCreate(Secrets.Hash(markdown), entry =>
        {
            var text = RenderNow(markdown);
            entry.Size = text.Html.Length * 2;
            return text;
        })!;

    public void Dispose() => _rendered.Dispose();

    /// <summary>The library refuses what is nested 128 deep; such a text is shown as it is written.</summary>
    private static RenderedText RenderNow(string markdown)
    {
        try
        {
            return RenderMarkdown(markdown);
        }
        catch (ArgumentException)
        {
            return new RenderedText($"<p>{HtmlEncoder.Default.Encode(markdown)}</p>", []);
        }
    }

    private static RenderedText RenderMarkdown(string markdown)
    {
        var document = Markdown.Parse(markdown, ShopMarkdown.Pipeline);
        var headings = document.Descendants<HeadingBlock>().Where(h => h.Level == 2)
            .Select(h => new Heading(h.GetAttributes().Id ?? "", PlainText(h))).ToList();
        return new RenderedText(Sanitizer().Sanitize(document.ToHtml(ShopMarkdown.Pipeline)), headings);
    }

    private static string PlainText(HeadingBlock heading) =>
        string.Concat(heading.Inline?.Descendants<LiteralInline>().Select(l => l.Content.ToString()) ?? []);

    // A sanitiser is not safe to share between threads, and a text is rendered once only.
    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(
                "h1 h2 h3 h4 p ul ol li strong em a blockquote code pre br hr table thead tbody tr th td".Split(' '),
                StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "id", "title", "start"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto", "tel"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        });
        return sanitizer;
    }
}
