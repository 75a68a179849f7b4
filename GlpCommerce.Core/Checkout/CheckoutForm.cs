using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Checkout;

/// <summary>What a guest fills in, as typed. <see cref="Check"/> turns it into an address or into sentences beside the fields.</summary>
public sealed record CheckoutForm(
    string? Email, string? Name, string? Line1, string? Line2, string? City, string? State, string? Zip, string? Phone)
{
    /// <returns>The cleaned e-mail and address, or every problem at once, each with its field's name.</returns>
    public Result<CheckedForm> Check()
    {
        var problems = new List<Problem>();
        var email = EmailAddress.Check(Email, problems);
        var address = AddressOf(problems);
        return problems.Count > 0 ? problems : new CheckedForm(email, address);
    }

    /// <returns>The cleaned e-mail alone, for an order whose address comes later.</returns>
    public Result<string> CheckEmail()
    {
        var problems = new List<Problem>();
        var email = EmailAddress.Check(Email, problems);
        return problems.Count > 0 ? problems : email;
    }

    /// <returns>The cleaned address alone, for an order that has an e-mail already.</returns>
    public Result<ShippingAddress> CheckAddress()
    {
        var problems = new List<Problem>();
        var address = AddressOf(problems);
        return problems.Count > 0 ? problems : address;
    }

    private ShippingAddress AddressOf(List<Problem> problems) => new()
    {
        Name = Required(Name, "name", "Write the full name for the parcel.", 100, problems),
        Line1 = Required(Line1, "line1", "Write the street and house number.", 100, problems),
        Line2 = Optional(Line2, "line2", 100, problems),
        City = Required(City, "city", "Write the city.", 60, problems),
        State = StateOf(State, problems),
        Zip = ZipOf(Zip, problems),
        Phone = Optional(Phone, "phone", 30, problems),
    };

    private static string Required(string? text, string field, string missing, int longest, List<Problem> problems)
    {
        var line = Optional(text, field, longest, problems);
        if (line is null)
        {
            problems.Add(new Problem($"{field}.missing", missing, field));
        }

        return line ?? "";
    }

    private static string? Optional(string? text, string field, int longest, List<Problem> problems)
    {
        // Measured before it is cleaned, so that an enormous text costs nothing.
        if (text?.Length > longest * 4 || Input.Line(text) is { } line && line.Length > longest)
        {
            problems.Add(new Problem($"{field}.long", $"Please keep this below {longest} characters.", field));
            return "";
        }

        return Input.Line(text);
    }

    private static string StateOf(string? state, List<Problem> problems)
    {
        if (UsStates.Find(state) is { } code)
        {
            return code;
        }

        problems.Add(new Problem("state.invalid", "Choose a state. We send to addresses in the United States only.", "state"));
        return "";
    }

    private static string ZipOf(string? zip, List<Problem> problems)
    {
        var code = (zip ?? "").Trim();
        if (ZipPattern.Regex().IsMatch(code))
        {
            return code;
        }

        var digits = code.Count(char.IsAsciiDigit);
        problems.Add(new Problem(
            "zip.invalid",
            code.Length == 0 ? "Write the ZIP code: five digits."
            : digits == code.Length && digits < 5 ? $"Five digits, please. This one has {(digits == 1 ? "one" : digits.ToString(System.Globalization.CultureInfo.InvariantCulture))}."
            : "A ZIP code is five digits, such as 60614.",
            "zip"));
        return "";
    }
}

/// <summary>A form without problems.</summary>
public sealed record CheckedForm(string Email, ShippingAddress Address);

internal static partial class ZipPattern
{
    [GeneratedRegex(@"^\d{5}(-\d{4})?\z", RegexOptions.ECMAScript)]
    public static partial Regex Regex();
}
