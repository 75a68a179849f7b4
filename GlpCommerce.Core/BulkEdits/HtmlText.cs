using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Makes Markdown of the HTML that other shops keep: paragraphs, headings, lists, emphasis and links. Anything else leaves its text behind.</summary>
internal static partial class HtmlText
{
    public static string ToMarkdown(string html)
    {
        var text = new StringBuilder();
        Write(new HtmlParser().ParseDocument(html).Body!, text);
        return Gaps().Replace(string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd())), "\n\n").Trim();
    }

    private static void Write(INode node, StringBuilder text)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words)
            {
                text.Append(Blanks().Replace(words.Data, " "));
            }
            else if (child is IElement element)
            {
                Write(element, text);
            }
        }
    }

    private static void Write(IElement element, StringBuilder text)
    {
        switch (element.LocalName)
        {
            case "script" or "style" or "head" or "template":
                break;
            case "br":
                text.Append("\\\n");
                break;
            case "b" or "strong":
                Around(element, "**", text);
                break;
            case "i" or "em":
                Around(element, "*", text);
                break;
            case "a" when element.GetAttribute("href") is { Length: > 0 } address && !address.Contains(' ', StringComparison.Ordinal):
                text.Append('[').Append(Inner(element)).Append("](").Append(address).Append(')');
                break;
            case "li":
                text.Append('\n').Append(element.ParentElement?.LocalName == "ol" ? "1. " : "- ").Append(Inner(element).Trim());
                break;
            case ['h', >= '1' and <= '6' and var level]:
                text.Append("\n\n").Append('#', level - '0').Append(' ').Append(Inner(element).Trim()).Append("\n\n");
                break;
            case "p" or "div" or "ul" or "ol" or "section" or "table" or "tr" or "blockquote":
                text.Append("\n\n").Append(Inner(element).Trim()).Append("\n\n");
                break;
            default:
                Write((INode)element, text);
                break;
        }
    }

    private static void Around(IElement element, string mark, StringBuilder text)
    {
        var inner = Inner(element).Trim();
        text.Append(inner == "" ? "" : mark + inner + mark);
    }

    private static string Inner(IElement element)
    {
        var text = new StringBuilder();
        Write((INode)element, text);
        return text.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex Gaps();
}
