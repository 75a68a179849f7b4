using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Transport;
using GraphQL.Execution;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>The documents that clients send, parsed and measured, and the recent ones kept: clients send the same few again and again.</summary>
internal sealed class ApiDocuments(IOptions<ApiOptions> options, PersistedOperations persisted, IDocumentBuilder parser) : IDisposable
{
    /// <summary>Characters of text; what is kept of them takes about ten times as much.</summary>
    private const int Kept = 1_000_000;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Kept });

    public (ApiDocument? Document, ApiError? Error) Find(ApiRequest request)
    {
        var (text, error) = persisted.TextOf(request);
        return text is null ? (null, error)
            : _cache.TryGetValue(text, out ApiDocument? known) ? (known, null)
            : Read(text);
    }

    /// <summary>Keeps a document that was executed, for the next request with the same text.</summary>
    public void Keep(ApiRequest request, ApiDocument document)
    {
        document.IsValid = true;
        if (persisted.TextOf(request).Text is { } text)
        {
            _cache.Set(text, document, new MemoryCacheEntryOptions { Size = text.Length + 100 });
        }
    }

    public void Dispose() => _cache.Dispose();

    private (ApiDocument? Document, ApiError? Error) Read(string text)
    {
        if (TokenScan.Refuse(text, options.Value.MaxTokens) is { } tooMuch)
        {
            return (null, tooMuch);
        }

        try
        {
            var parsed = parser.Build(text);
            var survey = new DocumentSurvey(parsed);
            return survey.Refuse(options.Value) is { } tooLarge ? (null, tooLarge) : (new ApiDocument(parsed, survey.Operations()), null);
        }
        catch (SyntaxError error)
        {
            return (null, With(error, new ApiError(ErrorCodes.Syntax, error.Message)));
        }
        catch (GraphQLMaxDepthExceededException)
        {
            return (null, new ApiError(ErrorCodes.DepthLimit, "The document is nested too deeply."));
        }
    }

    private static ApiError With(SyntaxError source, ApiError error)
    {
        source.Locations?.ForEach(error.AddLocation);
        return error;
    }
}
