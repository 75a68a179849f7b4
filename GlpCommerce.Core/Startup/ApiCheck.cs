using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Core.Startup;

/// <summary>Reads the settings of the GraphQL API before anything is built on them.</summary>
internal static class ApiCheck
{
    /// <summary>Every limit, with the least and the most it may be.</summary>
    private static readonly (string Key, int Least, int Most)[] Limits =
    [
        ("GraphQL:MaxBodyBytes", 1_000, 1_000_000),
        ("GraphQL:MaxDepth", 1, 20),
        ("GraphQL:MaxAliases", 0, 1_000),
        ("GraphQL:MaxFields", 1, 10_000),
        ("GraphQL:MaxChanges", 1, 1_000),
        ("GraphQL:MaxTokens", 10, 20_000),
        ("GraphQL:MaxCost", 1, int.MaxValue),
        ("GraphQL:TimeoutSeconds", 1, 60),
        ("RateLimits:GraphQL", 1, int.MaxValue),
    ];

    /// <exception cref="Common.StartupException">The first setting that cannot stay as it is.</exception>
    public static void Check(IConfiguration settings)
    {
        foreach (var (key, least, most) in Limits)
        {
            SettingsCheck.Whole(settings, key, least, most);
        }

        SettingsCheck.OneOf(settings, "GraphQL:Introspection", SettingsCheck.Yes);
        SettingsCheck.OneOf(settings, "GraphQL:Explorer", SettingsCheck.Yes);
        foreach (var origin in (settings["GraphQL:AllowedOrigins"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!(Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.GetLeftPart(UriPartial.Authority) == origin))
            {
                throw SettingsCheck.Wrong("GraphQL:AllowedOrigins", origin, "it may be addresses without a path, such as https://app.example.com, with a comma between two");
            }
        }
    }
}
