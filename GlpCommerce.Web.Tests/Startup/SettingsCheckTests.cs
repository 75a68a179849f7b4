using GlpCommerce.Core.Common;
using GlpCommerce.Core.Startup;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Web.Tests.Startup;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Nothing_has_to_be_set_on_a_developers_machine() => Assert.Null(Wrong(isDevelopment: true));

    [Theory]
    [InlineData("Database:Provider", "Oracle", "Sqlite or Postgres")]
    [InlineData("Database:Provider", "Postgres", "Database:ConnectionString")]
    [InlineData("Payments:Provider", "PayPal", "Sandbox")]
    [InlineData("Email:Provider", "Pigeon", "File or Smtp")]
    [InlineData("Media:Provider", "Attic", "File or S3")]
    [InlineData("Email:Smtp:Port", "0", "1 to 65535")]
    [InlineData("Email:Smtp:Port", "smtp", "1 to 65535")]
    [InlineData("Email:Smtp:Security", "Some", "StartTls")]
    [InlineData("Shop:UnpaidOrderMinutes", "-5", "1 to 1440")]
    [InlineData("Shop:AwaitingPaymentMinutes", "0", "1 to 1440")]
    [InlineData("Shop:UnpaidUnitsPerAddress", "0", "whole number")]
    [InlineData("Accounts:SigningKey", "c2hvcnQ=", "openssl rand")]
    [InlineData("Shipping:FlatRate", "5,90", "5.90")]
    [InlineData("Shipping:FlatRate", "-1", "5.90")]
    [InlineData("Shipping:FreeOver", "much", "5.90")]
    [InlineData("Tax:Rates:XX:General", "6", "two letters")]
    [InlineData("Tax:Rates:IL:Fod", "6", "Food")]
    [InlineData("Tax:Rates:IL:Food", "six", "6.25")]
    [InlineData("Tax:Rates:IL:Food", "-1", "6.25")]
    [InlineData("Tax:Rates:IL:Food", "6.2505", "6.25")]
    [InlineData("GraphQL:MaxDepth", "ten", "1 to 20")]
    [InlineData("GraphQL:MaxBodyBytes", "0", "1000 to 1000000")]
    [InlineData("GraphQL:MaxChanges", "0", "1 to 1000")]
    [InlineData("RateLimits:Checkout:CartPerAddress", "0", "whole number")]
    [InlineData("GraphQL:TimeoutSeconds", "-1", "1 to 60")]
    [InlineData("GraphQL:Introspection", "yes", "true or false")]
    [InlineData("GraphQL:AllowedOrigins", "https://app.example.com/", "without a path")]
    [InlineData("GraphQL:AllowedOrigins", "https://app.example.com,*", "without a path")]
    [InlineData("RateLimits:GraphQL", "0", "whole number")]
    [InlineData("RateLimits:OrderEvents:PerAddress", "lots", "whole number")]
    [InlineData("RateLimits:OrderEvents:Total", "0", "whole number")]
    [InlineData("RateLimits:OrderEvents:Longest", "for ever", "00:10:00")]
    [InlineData("RateLimits:OrderEvents:Longest", "00:00:00", "00:00:01 to 01:00:00")]
    [InlineData("RateLimits:OrderEvents:Longest", "600", "00:00:01 to 01:00:00")]
    [InlineData("RateLimits:OrderEvents:Heartbeat", "0", "00:00:00.1000000")]
    [InlineData("RateLimits:OrderEvents:Heartbeat", "-00:00:01", "00:00:00.1000000")]
    [InlineData("RateLimits:Circuits:PerAddress", "0", "whole number")]
    [InlineData("RateLimits:Circuits:Total", "many", "whole number")]
    public void A_wrong_setting_is_named_together_with_what_it_may_be(string key, string value, string told)
    {
        var sentence = Wrong(isDevelopment: true, (key, value));

        Assert.NotNull(sentence);
        Assert.Contains(told, sentence, StringComparison.Ordinal);
        Assert.Contains(key.Split(':')[0] + ":", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_signing_key_is_named_but_not_repeated() =>
        Assert.DoesNotContain("my-secret", Wrong(isDevelopment: true, ("Accounts:SigningKey", "my-secret")), StringComparison.Ordinal);

    [Fact]
    public void The_sandbox_sells_outside_development_only_when_it_is_told_to()
    {
        Assert.Contains("Payments:AllowSandbox", Wrong(isDevelopment: false), StringComparison.Ordinal);
        Assert.Contains("Payments:AllowSandbox", Wrong(isDevelopment: false, ("Payments:AllowSandbox", "false")), StringComparison.Ordinal);
        Assert.Null(Wrong(isDevelopment: false, ("Payments:AllowSandbox", "true")));
    }

    [Theory]
    [InlineData("Google", "ClientSecret", "x", "SignIn:Google:ClientId is missing")]
    [InlineData("Google", "ClientId", "x", "SignIn:Google:ClientSecret is missing")]
    [InlineData("Apple", "TeamId", "x", "SignIn:Apple:ClientId is missing")]
    [InlineData("Apple", "ClientId", "x", "SignIn:Apple:TeamId is missing")]
    [InlineData("OpenIdConnect", "Name", "x", "SignIn:OpenIdConnect:ClientId is missing")]
    [InlineData("OpenIdConnect", "ClientId", "x", "SignIn:OpenIdConnect:Authority is missing")]
    public void Half_a_provider_is_none(string provider, string key, string value, string told) =>
        Assert.StartsWith(told, Wrong(isDevelopment: true, ($"SignIn:{provider}:{key}", value)), StringComparison.Ordinal);

    [Fact]
    public void A_provider_is_asked_over_https_unless_it_is_on_this_machine()
    {
        Assert.Contains("begins with https://", Other("http://login.example.com"), StringComparison.Ordinal);
        Assert.Contains("begins with https://", Other("login.example.com"), StringComparison.Ordinal);
        Assert.Null(Other("https://login.example.com"));
        Assert.Null(Other("http://127.0.0.1:9000"));

        static string? Other(string authority) => Wrong(
            isDevelopment: true, ("SignIn:OpenIdConnect:Name", "Example"), ("SignIn:OpenIdConnect:ClientId", "x"), ("SignIn:OpenIdConnect:ClientSecret", "x"),
            ("SignIn:OpenIdConnect:Authority", authority));
    }

    [Fact]
    public void A_provider_needs_an_address_of_the_shop_to_send_people_back_to_and_apple_a_key()
    {
        Assert.Contains("Shop:PublicUrl", Wrong(isDevelopment: false, ("SignIn:Google:ClientId", "x"), ("SignIn:Google:ClientSecret", "x")), StringComparison.Ordinal);
        var sentence = Wrong(isDevelopment: true, ("SignIn:Apple:ClientId", "x"), ("SignIn:Apple:TeamId", "x"), ("SignIn:Apple:KeyId", "x"), ("SignIn:Apple:PrivateKey", "my-secret"));
        Assert.StartsWith("SignIn:Apple:PrivateKey is no key", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret", sentence, StringComparison.Ordinal);
    }

    private static string? Wrong(bool isDevelopment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
        return (Record.Exception(() => SettingsCheck.Check(configuration, isDevelopment)) as StartupException)?.Message;
    }
}
