using GlpCommerce.Core.Common;
using GlpCommerce.Core.Startup;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class MediaCheckTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["Media:Provider"] = "S3", ["Media:S3:ServiceUrl"] = "https://s3.example.com:9000", ["Media:S3:Bucket"] = "our.shop-media",
        ["Media:S3:AccessKey"] = "AKIA-of-the-shop", ["Media:S3:SecretKey"] = "a/secret+with=signs",
    };

    [Theory]
    [InlineData("Media:S3:Region", null)]
    [InlineData("Media:S3:Region", "eu-central-1")]
    [InlineData("Media:S3:ServiceUrl", "http://127.0.0.1:9000/")]
    public void A_bucket_that_can_be_reached_is_taken(string key, string? value) => Assert.Null(Wrong(key, value));

    [Theory]
    [InlineData("Media:S3:ServiceUrl", null, "is missing")]
    [InlineData("Media:S3:ServiceUrl", "s3.example.com", "no address of a store")]
    [InlineData("Media:S3:ServiceUrl", "ftp://s3.example.com", "no address of a store")]
    [InlineData("Media:S3:ServiceUrl", "https://s3.example.com/bucket", "no path")]
    [InlineData("Media:S3:ServiceUrl", "https://key:secret@s3.example.com", "no address of a store")]
    [InlineData("Media:S3:Bucket", "", "is missing")]
    [InlineData("Media:S3:Bucket", "Our Shop", "3 to 63")]
    [InlineData("Media:S3:Bucket", "a/b", "3 to 63")]
    [InlineData("Media:S3:AccessKey", " ", "is missing")]
    [InlineData("Media:S3:SecretKey", null, "is missing")]
    [InlineData("Media:S3:SecretKey", "one two", "a blank")]
    [InlineData("Media:S3:Region", "Frankfurt am Main", "us-east-1")]
    public void A_missing_or_wrong_key_is_named_in_one_sentence(string key, string? value, string told)
    {
        var sentence = Wrong(key, value);

        Assert.StartsWith(key, sentence, StringComparison.Ordinal);
        Assert.Contains(told, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("one two", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("key:secret", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_on_the_disk_need_none_of_it() =>
        Assert.Null(Record.Exception(() => MediaCheck.Check(new ConfigurationBuilder().AddInMemoryCollection([new("Media:Provider", "File")]).Build())));

    private static string? Wrong(string key, string? value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(Sound) { [key] = value }).Build();
        return (Record.Exception(() => MediaCheck.Check(settings)) as StartupException)?.Message;
    }
}
