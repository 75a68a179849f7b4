using GlpCommerce.Core.Common;
using GlpCommerce.Core.Startup;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class StripeCheckTests
{
    private const string Hidden = "Kx7hiddenPart";

    [Theory]
    [InlineData("sk_test_", "pk_test_", true)]
    [InlineData("rk_test_", "pk_test_", true)]
    [InlineData("sk_test_", "pk_test_", false)]
    [InlineData("sk_live_", "pk_live_", false)]
    [InlineData("rk_live_", "pk_live_", false)]
    public void Keys_that_belong_together_start_the_shop(string secret, string publishable, bool isDevelopment) =>
        Assert.Null(Wrong(isDevelopment, ("Stripe:SecretKey", secret + Hidden), ("Stripe:PublishableKey", publishable + Hidden)));

    [Theory]
    [InlineData("Stripe:SecretKey", "", "is missing")]
    [InlineData("Stripe:SecretKey", "pk_test_Kx7hiddenPart", "is a publishable key")]
    [InlineData("Stripe:SecretKey", "sk_test_", "sk_test_ or sk_live_")]
    [InlineData("Stripe:SecretKey", "Kx7hiddenPart", "is no key of Stripe")]
    [InlineData("Stripe:SecretKey", "whsec_Kx7hiddenPart", "is no key of Stripe")]
    [InlineData("Stripe:SecretKey", "sk_test_Kx7hiddenPart ", "letters and digits only")]
    [InlineData("Stripe:SecretKey", "sk_live_Kx7hiddenPart", "do not belong together")]
    [InlineData("Stripe:PublishableKey", "", "is missing")]
    [InlineData("Stripe:PublishableKey", "sk_test_Kx7hiddenPart", "browsers must never see")]
    [InlineData("Stripe:PublishableKey", "pk_live_Kx7hiddenPart", "do not belong together")]
    [InlineData("Stripe:WebhookSecret", "sk_test_Kx7hiddenPart", "whsec_")]
    [InlineData("Stripe:WebhookSecret", "whsec_Kx7hiddenPart,Kx7hiddenPart", "whsec_")]
    [InlineData("Stripe:ApiBase", "stripe.example.com", "https://")]
    [InlineData("Stripe:ApiBase", "ftp://stripe.example.com", "https://")]
    public void A_wrong_key_is_named_and_not_repeated(string key, string value, string told)
    {
        foreach (var isDevelopment in new[] { true, false })
        {
            var sentence = Wrong(isDevelopment, (key, value));

            Assert.NotNull(sentence);
            Assert.Contains(told, sentence, StringComparison.Ordinal);
            Assert.Contains(key, sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(Hidden, sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Development_never_charges_real_money() => Assert.Contains(
        "Development takes test keys only",
        Wrong(isDevelopment: true, ("Stripe:SecretKey", "sk_live_" + Hidden), ("Stripe:PublishableKey", "pk_live_" + Hidden)),
        StringComparison.Ordinal);

    [Fact]
    public void Only_development_goes_without_messages()
    {
        Assert.Null(Wrong(isDevelopment: true, ("Stripe:WebhookSecret", "")));
        Assert.Contains("Stripe:WebhookSecret is missing", Wrong(isDevelopment: false, ("Stripe:WebhookSecret", "")), StringComparison.Ordinal);
        Assert.Null(Wrong(isDevelopment: false, ("Stripe:WebhookSecret", "whsec_one, whsec_two")));
    }

    [Fact]
    public void Payers_must_find_back() =>
        Assert.Contains("Shop:PublicUrl", Wrong(isDevelopment: false, ("Shop:PublicUrl", "")), StringComparison.Ordinal);

    [Fact]
    public void The_sandbox_is_no_question_then() => Assert.Null(Wrong(isDevelopment: false, ("Payments:AllowSandbox", "false")));

    private static string? Wrong(bool isDevelopment, params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Payments:Provider"] = "Stripe", ["Stripe:SecretKey"] = "sk_test_" + Hidden, ["Stripe:PublishableKey"] = "pk_test_" + Hidden,
            ["Stripe:WebhookSecret"] = "whsec_" + Hidden, ["Shop:PublicUrl"] = "https://shop.example.com",
        };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return (Record.Exception(() => SettingsCheck.Check(configuration, isDevelopment)) as StartupException)?.Message;
    }
}
