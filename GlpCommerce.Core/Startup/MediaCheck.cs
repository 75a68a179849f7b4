using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Media;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Core.Startup;

/// <summary>Reads where files are kept. Its sentences repeat no key.</summary>
internal static partial class MediaCheck
{
    private const string Needed = "with Media:Provider S3 it must be";

    /// <exception cref="StartupException">The first setting that is missing or cannot be what it is given as.</exception>
    public static void Check(IConfiguration settings)
    {
        SettingsCheck.OneOf(settings, "Media:Provider", Enum.GetNames<MediaProvider>());
        if (!nameof(MediaProvider.S3).Equals(settings["Media:Provider"], StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var address = Given(settings, "Media:S3:ServiceUrl", "the address of the store, such as https://s3.us-east-1.amazonaws.com");
        if (!(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http") || uri is not { PathAndQuery: "/", UserInfo: "", Fragment: "" })
        {
            throw new StartupException("Media:S3:ServiceUrl is no address of a store: it begins with https:// or http:// and has no path, such as https://s3.us-east-1.amazonaws.com. The bucket has a key of its own.");
        }

        Shaped(settings, "Media:S3:Bucket", Given(settings, "Media:S3:Bucket", "the name of a bucket that is there"), BucketName(), "it may be 3 to 63 small letters, digits, dots and dashes");
        Secret(settings, "Media:S3:AccessKey", "the id of an access key to the bucket");
        Secret(settings, "Media:S3:SecretKey", "the secret of that access key");
        Shaped(settings, "Media:S3:Region", settings["Media:S3:Region"] ?? new S3Options().Region, RegionName(), "it may be the name of a region, such as us-east-1");
    }

    private static string Given(IConfiguration settings, string key, string what) =>
        settings[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value : throw new StartupException($"{key} is missing: {Needed} {what}.");

    private static void Secret(IConfiguration settings, string key, string what)
    {
        if (Given(settings, key, what).Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
        {
            throw new StartupException($"{key} holds a blank or a line's end: {Needed} {what}, and nothing else.");
        }
    }

    private static void Shaped(IConfiguration settings, string key, string value, Regex shape, string allowed)
    {
        if (!shape.IsMatch(value))
        {
            throw SettingsCheck.Wrong(key, settings[key] ?? "", allowed);
        }
    }

    [GeneratedRegex(@"^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex BucketName();

    [GeneratedRegex(@"^[a-z0-9-]{2,40}\z")]
    private static partial Regex RegionName();
}
