using AngleSharp.Html.Parser;
using GlpCommerce.Core.Content;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What a reader sees of a Markdown text.</summary>
internal static class Rendered
{
    public static string Words(string markdown)
    {
        using var renderer = new MarkdownRenderer();
        return Page.Words(new HtmlParser().ParseDocument(renderer.Render(markdown).Html).Body);
    }

    /// <summary>A line as a browser shows it.</summary>
    public static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
