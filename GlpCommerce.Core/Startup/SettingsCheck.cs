using System.Globalization;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Pricing;
using Microsoft.Extensions.Configuration;

namespace GlpCommerce.Core.Startup;

/// <summary>
/// Reads every setting before anything is built on it, so that a typing error ends as one sentence that names the key
/// and what it may be.
/// </summary>
public static class SettingsCheck
{
    internal static readonly string[] Yes = ["true", "false"];

    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    /// <exception cref="StartupException">The first setting that cannot stay as it is.</exception>
    public static void Check(IConfiguration settings, bool isDevelopment)
    {
        OneOf(settings, "Database:Provider", Enum.GetNames<DatabaseProvider>());
        OneOf(settings, "Payments:Provider", Enum.GetNames<PaymentProvider>());
        OneOf(settings, "Payments:AllowSandbox", Yes);
        OneOf(settings, "Email:Provider", Enum.GetNames<EmailProvider>());
        OneOf(settings, "Email:Smtp:Security", Enum.GetNames<SmtpSecurity>());
        OneOf(settings, "Media:Provider", Enum.GetNames<MediaProvider>());
        OneOf(settings, "Staff:RequireTwoFactor", Yes);
        OneOf(settings, "Jobs:Engine", ["Coravel"]);
        OneOf(settings, "Jobs:Role", ["All"]);
        Whole(settings, "Email:Smtp:Port", 1, 65535);
        Whole(settings, "Shop:UnpaidOrderMinutes", 1, 1440);
        Whole(settings, "Shop:AwaitingPaymentMinutes", 1, 1440);
        Whole(settings, "Shop:UnpaidUnitsPerAddress", 1, int.MaxValue);
        NotOne(settings, "RateLimits:Checkout", "PerSession and PerAddress");
        Whole(settings, "RateLimits:Checkout:PerSession", 1, int.MaxValue);
        Whole(settings, "RateLimits:Checkout:PerAddress", 1, int.MaxValue);
        Whole(settings, "RateLimits:Checkout:CartPerAddress", 1, int.MaxValue);
        Whole(settings, "RateLimits:SignIn", 1, 1_000_000);
        Whole(settings, "RateLimits:OrderEvents:PerAddress", 1, int.MaxValue);
        Whole(settings, "RateLimits:OrderEvents:Total", 1, int.MaxValue);
        Time(settings, "RateLimits:OrderEvents:Longest", TimeSpan.FromSeconds(1));
        Time(settings, "RateLimits:OrderEvents:Heartbeat", TimeSpan.FromMilliseconds(100));
        Whole(settings, "RateLimits:Circuits:PerAddress", 1, int.MaxValue);
        Whole(settings, "RateLimits:Circuits:Total", 1, int.MaxValue);
        ApiCheck.Check(settings);
        Dollars(settings, "Shipping:FlatRate", 1000);
        Dollars(settings, "Shipping:FreeOver", 100_000);
        Rates(settings.GetSection("Tax:Rates"));
        SigningKey(settings["Accounts:SigningKey"]);
        Postgres(settings);
        if (IsStripe(settings))
        {
            StripeCheck.Check(settings, isDevelopment);
        }
        else
        {
            Sandbox(settings, isDevelopment);
        }

        Links(settings, isDevelopment);
    }

    private static bool IsStripe(IConfiguration settings) =>
        nameof(PaymentProvider.Stripe).Equals(settings["Payments:Provider"], StringComparison.OrdinalIgnoreCase);

    internal static void OneOf(IConfiguration settings, string key, string[] allowed)
    {
        if (settings[key] is { } value && !allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            throw Wrong(key, value, $"it may be {string.Join(" or ", allowed)}");
        }
    }

    private static void NotOne(IConfiguration settings, string key, string parts)
    {
        if (settings[key] is { Length: > 0 } value)
        {
            throw Wrong(key, value, $"it has two parts, {parts}, each a whole number");
        }
    }

    internal static void Whole(IConfiguration settings, string key, int least, int most)
    {
        if (settings[key] is { } value
            && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most))
        {
            throw Wrong(key, value, $"it may be a whole number from {least} to {most}");
        }
    }

    private static void Time(IConfiguration settings, string key, TimeSpan least)
    {
        if (settings[key] is { } value
            && !(TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time >= least && time <= LongestTime))
        {
            throw Wrong(key, value, $"it may be a time from {least} to {LongestTime}, such as 00:10:00");
        }
    }

    private static void Dollars(IConfiguration settings, string key, int most)
    {
        if (settings[key] is { Length: > 0 } value
            && !(decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= most))
        {
            throw Wrong(key, value, $"it may be an amount in dollars from 0 to {most}, such as 5.90");
        }
    }

    private static void Rates(IConfigurationSection rates)
    {
        foreach (var state in rates.GetChildren())
        {
            if (UsStates.Find(state.Key) is null)
            {
                throw new StartupException($"Tax:Rates:{state.Key} is no state: use its two letters, such as Tax:Rates:IL.");
            }

            foreach (var rate in state.GetChildren())
            {
                Rate(rate);
            }
        }
    }

    private static void Rate(IConfigurationSection rate)
    {
        if (!Enum.GetNames<TaxClass>().Contains(rate.Key, StringComparer.OrdinalIgnoreCase))
        {
            throw new StartupException($"{rate.Path} names no tax class: it may be {string.Join(", ", Enum.GetNames<TaxClass>())}.");
        }

        if (!decimal.TryParse(rate.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent > 30 || decimal.Round(percent, 3) != percent)
        {
            throw Wrong(rate.Path, rate.Value ?? "", "it may be a percentage from 0 to 30 with three decimals at most, such as 6.25");
        }
    }

    private static void Postgres(IConfiguration settings)
    {
        if (nameof(DatabaseProvider.Postgres).Equals(settings["Database:Provider"], StringComparison.OrdinalIgnoreCase)
            && string.IsNullOrWhiteSpace(settings["Database:ConnectionString"]))
        {
            throw new StartupException("Database:ConnectionString is missing: with Database:Provider Postgres it must name the server, the database and the user.");
        }
    }

    private static void SigningKey(string? key)
    {
        if (key is { Length: > 0 } && AccountKeys.Read(key) is null)
        {
            throw new StartupException(AccountKeys.BadSetting);
        }
    }

    private static void Links(IConfiguration settings, bool isDevelopment)
    {
        if (isDevelopment || !string.IsNullOrWhiteSpace(settings["Shop:PublicUrl"]))
        {
            return;
        }

        if (nameof(EmailProvider.Smtp).Equals(settings["Email:Provider"], StringComparison.OrdinalIgnoreCase))
        {
            throw new StartupException("Shop:PublicUrl is missing: e-mails that leave the shop link to it, such as https://shop.example.com.");
        }

        if (IsStripe(settings))
        {
            throw new StartupException("Shop:PublicUrl is missing: Stripe sends payers back to it, such as https://shop.example.com.");
        }
    }

    private static void Sandbox(IConfiguration settings, bool isDevelopment)
    {
        if (!isDevelopment && !bool.TryParse(settings["Payments:AllowSandbox"], out _))
        {
            throw new StartupException("Payments:Provider is Sandbox, which moves no money: outside Development that needs Payments:AllowSandbox set to true.");
        }

        if (!isDevelopment && !bool.Parse(settings["Payments:AllowSandbox"]!))
        {
            throw new StartupException("Payments:AllowSandbox is false, and Payments:Provider is Sandbox: set the one to true to run a test shop, or the other to Stripe.");
        }
    }

    internal static StartupException Wrong(string key, string value, string allowed) =>
        new($"{key} is '{(value.Length > 60 ? value[..60] : value)}', but {allowed}.");
}
