using System.Text.RegularExpressions;

namespace GlpCommerce.Core.Carts;

/// <summary>What can be the secret of a session. The shop makes those of browsers; other clients make their own.</summary>
public static partial class SessionIds
{
    public static bool IsOne(string? text) => text is not null && Shape().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9_-]{16,128}\\z")]
    private static partial Regex Shape();
}
