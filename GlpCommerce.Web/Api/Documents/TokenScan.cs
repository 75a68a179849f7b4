using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Transport;
using GraphQLParser;
using GraphQLParser.Exceptions;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>
/// Looks at a document token by token before anything builds on it: the parser and all that follows walk in recursion,
/// and a stack that overflows takes the whole shop with it.
/// </summary>
internal static class TokenScan
{
    /// <summary>Of brackets of any kind. The depth of fields is a limit of its own.</summary>
    private const int Nesting = 32;

    private const int LongestName = 128;

    /// <summary>A mistake is shown in its line, and drawing that takes the library the square of the line's length: 10 s for 90,000 letters.</summary>
    private const int LongestLine = 20_000;

    /// <returns>What is too much; null for a document that the parser may have, broken or not.</returns>
    public static ApiError? Refuse(string document, int maxTokens)
    {
        if (HasLongLine(document))
        {
            return new ApiError(ErrorCodes.TokenLimit, $"A line of the document is longer than {LongestLine} characters. Break it, or send long texts as variables.");
        }

        try
        {
            return Scan(document, maxTokens);
        }
        catch (GraphQLSyntaxErrorException)
        {
            // The parser finds it again and says where it is.
            return null;
        }
    }

    private static ApiError? Scan(string document, int maxTokens)
    {
        var depth = 0;
        var token = Lexer.Lex(document);
        for (var count = 0; token.Kind != TokenKind.EOF; token = Lexer.Lex(document, token.End))
        {
            if (++count > maxTokens)
            {
                return new ApiError(ErrorCodes.TokenLimit, $"The document has more than {maxTokens} tokens.");
            }

            depth += token.Kind switch
            {
                TokenKind.BRACE_L or TokenKind.BRACKET_L or TokenKind.PAREN_L => 1,
                TokenKind.BRACE_R or TokenKind.BRACKET_R or TokenKind.PAREN_R => -1,
                _ => 0,
            };
            if (depth > Nesting)
            {
                return new ApiError(ErrorCodes.DepthLimit, $"The document nests brackets deeper than {Nesting} levels.");
            }

            if (!IsFit(token))
            {
                return new ApiError(ErrorCodes.Syntax, "The document holds a name or number that is too long, or text with a NUL character or half a character.");
            }
        }

        return null;
    }

    /// <summary>Lines as the library counts them: other signs that break a line are none to it.</summary>
    private static bool HasLongLine(string document)
    {
        var rest = document.AsSpan();
        for (var end = rest.IndexOfAny('\n', '\r'); end >= 0 && end <= LongestLine; end = rest.IndexOfAny('\n', '\r'))
        {
            rest = rest[(end + 1)..];
        }

        var last = rest.IndexOfAny('\n', '\r');
        return (last < 0 ? rest.Length : last) > LongestLine;
    }

    private static bool IsFit(Token token) => token.Kind switch
    {
        TokenKind.NAME => token.Value.Length <= LongestName,
        TokenKind.INT or TokenKind.FLOAT => Values.IsNumberFit(token.Value.Span),
        TokenKind.STRING => Values.IsTextFit(token.Value.Span),
        _ => true,
    };
}
