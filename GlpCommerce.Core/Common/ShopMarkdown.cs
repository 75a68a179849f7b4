using Markdig;

namespace GlpCommerce.Core.Common;

/// <summary>How this shop reads Markdown: whoever shows a text and whoever judges it read the same.</summary>
internal static class ShopMarkdown
{
    public static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UseAutoIdentifiers().UsePipeTables().UsePreciseSourceLocation().Build();
}
