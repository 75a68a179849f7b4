using System.Text.Json;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>The two ways in which clients name a persisted document.</summary>
internal static class PersistedHash
{
    private const string Prefix = "sha256:";

    /// <summary>From <c>documentId</c> (with or without <c>sha256:</c>), or from <c>extensions.persistedQuery.sha256Hash</c>.</summary>
    public static string? Of(string? documentId, JsonElement? extensions)
    {
        if (documentId is not null)
        {
            return (documentId.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? documentId[Prefix.Length..] : documentId).ToLowerInvariant();
        }

        return extensions is { } given
            && given.TryGetProperty("persistedQuery", out var persisted) && persisted.ValueKind == JsonValueKind.Object
            && persisted.TryGetProperty("sha256Hash", out var hash) && hash.ValueKind == JsonValueKind.String
            ? hash.GetString()!.ToLowerInvariant()
            : null;
    }
}
