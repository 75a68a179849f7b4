using System.Buffers;
using System.Text;
using GlpCommerce.Core.Common;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GlpCommerce.Core.Claims;

/// <summary>
/// The words of a Markdown text as a shopper sees them: a link, a bit of code or an emphasis may begin inside a word. It remembers
/// where in the source each letter stood.
/// </summary>
internal sealed class ShownWords
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("`[_*\\&<!");

    private readonly StringBuilder _text = new();
    private readonly List<int> _origins = [];

    /// <param name="folded">The source as it is written.</param>
    /// <returns>The paragraphs whose words are others than those of the source; null when there are none.</returns>
    public static FoldedText? In(string source, FoldedText folded)
    {
        if (source.AsSpan().IndexOfAny(Markup) < 0)
        {
            return null;
        }

        try
        {
            var words = new ShownWords();
            foreach (var block in Markdown.Parse(source, ShopMarkdown.Pipeline).Descendants<LeafBlock>().Where(block => block.Inline is not null))
            {
                var start = words._text.Length;
                words.Read(block.Inline);
                words.KeepUnless(known => folded.Text.Contains(known, StringComparison.Ordinal), start);
            }

            return words._text.Length == 0 ? null : FoldedText.Of(words._text.ToString(), words._origins);
        }
        catch (ArgumentException)
        {
            // Nested too deep to be read; the shop shows such a text as it is written.
            return null;
        }
    }

    /// <summary>Forgets a paragraph again that reads as it is written.</summary>
    private void KeepUnless(Func<string, bool> isKnown, int start)
    {
        var length = _text.Length - start;
        if (length > 0 && isKnown(FoldedText.Of(_text.ToString(start, length)).Text))
        {
            _text.Length = start;
            _origins.RemoveRange(start, length);
        }
        else if (length > 0)
        {
            Add("\n", _origins[^1], _origins[^1]);
        }
    }

    private void Read(ContainerInline? inlines)
    {
        foreach (var inline in inlines ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    Add(literal.Content.ToString(), literal.Span.Start, literal.Span.End);
                    break;
                case CodeInline code:
                    Add(code.Content, code.Span.Start + code.DelimiterCount, code.Span.End);
                    break;
                case HtmlEntityInline entity:
                    Add(entity.Transcoded.ToString(), entity.Span.Start, entity.Span.Start);
                    break;
                case AutolinkInline link:
                    Add(link.Url, link.Span.Start + 1, link.Span.End);
                    break;
                case LineBreakInline end:
                    Add("\n", end.Span.Start, end.Span.Start);
                    break;
                case LinkInline { IsImage: true }:
                    // The shop shows no pictures in its texts.
                    break;
                case ContainerInline container:
                    Read(container);
                    break;
            }
        }
    }

    private void Add(string text, int from, int to)
    {
        _text.Append(text);
        _origins.AddRange(Enumerable.Range(0, text.Length).Select(at => Math.Clamp(from + at, 0, Math.Max(from, to))));
    }
}
