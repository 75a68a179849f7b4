using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Transport;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api.Documents;

/// <summary>The documents that an operator allows, if only some are: those in the folder <c>GraphQL:PersistedOperations</c>, each named by its SHA-256.</summary>
internal sealed class PersistedOperations
{
    private const string Key = $"{ApiOptions.Section}:{nameof(ApiOptions.PersistedOperations)}";

    private readonly Dictionary<string, string>? _texts;

    /// <exception cref="StartupException">The folder is missing or empty, or a file is not what its name says.</exception>
    public PersistedOperations(IOptions<ApiOptions> options, IHostEnvironment environment)
    {
        if (options.Value.PersistedOperations is { Length: > 0 } path)
        {
            _texts = Read(Path.GetFullPath(path, environment.ContentRootPath));
        }
    }

    /// <summary>The text that a request means, or why it means none.</summary>
    public (string? Text, ApiError? Error) TextOf(ApiRequest request) => (_texts, request) switch
    {
        (null, { Query: { } query }) => (query, null),
        (null, _) => (null, ApiError.BadRequest("No operations are persisted here: send `query`.", ErrorCodes.PersistedOff)),
        (_, { Query: not null }) => (null, ApiError.BadRequest("Only persisted operations are answered here: send `documentId` and no `query`.", ErrorCodes.PersistedOnly)),
        (var texts, { DocumentHash: { } hash }) when texts.TryGetValue(hash, out var text) => (text, null),
        _ => (null, ApiError.BadRequest("No operation with this `documentId` is persisted here.", ErrorCodes.PersistedUnknown)),
    };

    private static Dictionary<string, string> Read(string folder)
    {
        var texts = new Dictionary<string, string>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.graphql") : [])
        {
            var bytes = File.ReadAllBytes(file);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (!hash.Equals(Path.GetFileNameWithoutExtension(file), StringComparison.OrdinalIgnoreCase))
            {
                throw new StartupException($"{Key} holds {Path.GetFileName(file)}, but the SHA-256 of its content is {hash}: the file must be named after it.");
            }

            texts[hash] = Encoding.UTF8.GetString(bytes);
        }

        return texts.Count > 0 ? texts : throw new StartupException($"{Key} is '{folder}', but it must be a folder with files named {{sha256}}.graphql.");
    }
}
