using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Common;

/// <summary>E-mail addresses as people type them.</summary>
public static partial class EmailAddress
{
    public const int Longest = 254;

    /// <summary>The one address without a domain: a shop in Development makes its first administrator so.</summary>
    public const string OfThisMachine = "staff@localhost";

    /// <summary>What an order says whose buyer was erased. Nothing is ever sent there, and nobody can have it.</summary>
    public const string Erased = "erased@erased.invalid";

    /// <returns>The address without stray blanks; empty when a problem was added.</returns>
    public static string Check(string? email, List<Problem> problems)
    {
        var text = email?.Length > Longest * 4 ? email : Input.Line(email) ?? "";
        if (text == OfThisMachine)
        {
            return text;
        }

        if (text.Length <= Longest && Key(text) != Erased && Shape().IsMatch(text) && MimeKit.MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text)
        {
            return text;
        }

        problems.Add(new Problem(
            "email.invalid",
            text.Length == 0 ? "Write your email address." : "This email address looks incomplete. It has the form name@example.com.",
            "email"));
        return "";
    }

    /// <summary>
    /// What two spellings of one address have in common: A to Z count as a to z. No other letters are folded, because two
    /// different mailboxes must never become one.
    /// </summary>
    public static string Key(string email) => string.Create(email.Length, email, static (key, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            key[i] = text[i] is >= 'A' and <= 'Z' ? (char)(text[i] | 0x20) : text[i];
        }
    });

    [GeneratedRegex(@"^[^\s@<>(),;:""\\\[\]]{1,64}@(?!-)[^\s@<>(),;:""\\\[\]]+\.[^\s@.<>(),;:""\\\[\]]{2,}$", RegexOptions.None, 200)]
    private static partial Regex Shape();
}
