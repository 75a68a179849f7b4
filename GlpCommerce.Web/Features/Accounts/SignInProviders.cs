namespace GlpCommerce.Web.Features.Accounts;

/// <summary>A provider by which people may sign in, as it is configured.</summary>
public sealed class SignInProviderOptions
{
    /// <summary>What shoppers call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where it describes itself.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Of Apple's alone, of which a secret is made each time.</summary>
    public string TeamId { get; set; } = "";

    public string KeyId { get; set; } = "";

    public string PrivateKey { get; set; } = "";
}

/// <summary>A provider whose button stands on the sign-in page.</summary>
/// <param name="Key">Its name in the shop's own addresses.</param>
/// <param name="PostsBack">Whether it sends people back by a form of its own, as Apple does.</param>
public sealed record SignInProvider(string Key, SignInProviderOptions Options, bool PostsBack)
{
    public string Name => Options.Name;

    /// <summary>Where it sends people back to.</summary>
    public string Callback => $"/account/sign-in/{Key}";
}

/// <summary>Those that are configured; without any, nothing of them is seen.</summary>
public sealed class SignInProviders
{
    public SignInProviders(IConfiguration settings)
    {
        var section = settings.GetSection("SignIn");
        All =
        [
            .. new[]
            {
                Of(section.GetSection("Google"), "google", "Google", "https://accounts.google.com"),
                Of(section.GetSection("Apple"), "apple", "Apple", "https://appleid.apple.com"),
                Of(section.GetSection("OpenIdConnect"), "other", "", ""),
            }.OfType<SignInProvider>(),
        ];
    }

    public IReadOnlyList<SignInProvider> All { get; }

    public SignInProvider? Find(string? key) => All.FirstOrDefault(provider => provider.Key == key);

    private static SignInProvider? Of(IConfigurationSection section, string key, string name, string authority)
    {
        var options = section.Get<SignInProviderOptions>() ?? new();
        (options.Name, options.Authority) = (options.Name.Trim() is { Length: > 0 } called ? called : name, options.Authority is { Length: > 0 } at ? at : authority);
        return options.ClientId.Length > 0 ? new SignInProvider(key, options, PostsBack: key == "apple") : null;
    }
}
