using System.Security.Cryptography;
using GlpCommerce.Core.Common;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Core.Startup;

/// <summary>Reads the providers by which people may sign in. Its sentences repeat no secret, nor a part of one.</summary>
internal static class SignInCheck
{
    private const string Google = "SignIn:Google", Apple = "SignIn:Apple", Other = "SignIn:OpenIdConnect";
    private const int LongestName = 30;

    private static readonly string[] Parts = ["TeamId", "KeyId", "PrivateKey"];

    /// <exception cref="StartupException">The first key that is missing, or cannot be what it is given as.</exception>
    public static void Check(IConfiguration settings, bool isDevelopment)
    {
        foreach (var provider in new[] { Google, Apple, Other }.Where(name => settings.GetSection(name).GetChildren().Any(key => !string.IsNullOrWhiteSpace(key.Value))))
        {
            Needed(settings, $"{provider}:ClientId", "the number that the provider gave this shop");
            Address(settings, $"{provider}:Authority", isNeeded: provider == Other);
            if (!isDevelopment)
            {
                Needed(settings, "Shop:PublicUrl", $"the shop's own address, because {provider} sends people back to it, such as https://shop.example.com");
            }
        }

        Secret(settings, Google);
        Secret(settings, Other);
        Named(settings);
        AppleSecret(settings);
    }

    private static bool Has(IConfiguration settings, string key) => !string.IsNullOrWhiteSpace(settings[key]);

    private static void Needed(IConfiguration settings, string key, string what)
    {
        if (!Has(settings, key))
        {
            throw new StartupException($"{key} is missing: it must be {what}.");
        }
    }

    private static void Secret(IConfiguration settings, string provider)
    {
        if (Has(settings, $"{provider}:ClientId"))
        {
            Needed(settings, $"{provider}:ClientSecret", "the secret that the provider gave together with the ClientId");
        }
    }

    private static void Named(IConfiguration settings)
    {
        if (Has(settings, $"{Other}:ClientId"))
        {
            Needed(settings, $"{Other}:Name", "what shoppers call the provider, for the button that leads there");
            if (settings[$"{Other}:Name"]!.Trim().Length > LongestName)
            {
                throw new StartupException($"{Other}:Name is too long for a button: it may have up to {LongestName} characters.");
            }
        }
    }

    /// <summary>Nobody on the way may read or change what a provider says; on this machine nobody is on the way.</summary>
    private static void Address(IConfiguration settings, string key, bool isNeeded)
    {
        if (!Has(settings, key))
        {
            if (isNeeded)
            {
                throw new StartupException($"{key} is missing: it must be the provider's address, such as https://login.example.com.");
            }

            return;
        }

        if (!Uri.TryCreate(settings[key], UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw SettingsCheck.Wrong(key, settings[key]!, "it must be the provider's address, which begins with https://");
        }
    }

    private static void AppleSecret(IConfiguration settings)
    {
        if (!Has(settings, $"{Apple}:ClientId") || Has(settings, $"{Apple}:ClientSecret"))
        {
            return;
        }

        if (Parts.FirstOrDefault(part => !Has(settings, $"{Apple}:{part}")) is { } missing)
        {
            throw new StartupException($"{Apple}:{missing} is missing: Apple needs either ClientSecret, which counts for six months at most, or TeamId, KeyId and PrivateKey, of which the shop makes it anew each time.");
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(settings[$"{Apple}:PrivateKey"]);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new StartupException($"{Apple}:PrivateKey is no key: it must be the text of the .p8 file from Apple, with its first and last line.", error);
        }
    }
}
