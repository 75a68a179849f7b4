using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api;

/// <summary>How much one request to the API may ask for, and what the API shows of itself. <c>ApiCheck</c> reads the same keys at the start.</summary>
public sealed class ApiOptions
{
    public const string Section = "GraphQL";

    /// <summary>Of the body as it comes.</summary>
    public int MaxBodyBytes { get; set; } = 100_000;

    /// <summary>How deep fields may stand in one another.</summary>
    public int MaxDepth { get; set; } = 10;

    public int MaxAliases { get; set; } = 50;

    /// <summary>Counted as if every fragment were written out.</summary>
    public int MaxFields { get; set; } = 500;

    /// <summary>Fields of one mutation, each of which changes something; counted like all fields.</summary>
    public int MaxChanges { get; set; } = 10;

    public int MaxTokens { get; set; } = 2_000;

    /// <summary>See <c>OperationCost</c>.</summary>
    public int MaxCost { get; set; } = 50_000;

    /// <summary>From the first byte of the request to the answer.</summary>
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>The sites whose scripts may call the API, separated by commas, such as <c>https://app.example.com</c>.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Whether the schema can be asked for, and errors suggest names; null: only in Development.</summary>
    public bool? Introspection { get; set; }

    /// <summary>Whether the explorer is served; null: only in Development.</summary>
    public bool? Explorer { get; set; }

    /// <summary>A folder of documents, each named by its SHA-256 as <c>{hash}.graphql</c>: only these are answered then. Empty: any document is.</summary>
    public string PersistedOperations { get; set; } = "";

    public string[] Origins => AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>What is left open depends on where the shop runs.</summary>
    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<ApiOptions>
    {
        public void PostConfigure(string? name, ApiOptions options)
        {
            options.Introspection ??= environment.IsDevelopment();
            options.Explorer ??= environment.IsDevelopment();
        }
    }
}
