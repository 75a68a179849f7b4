namespace GlpCommerce.Core.Media;

/// <summary>What a key may be: folders and a name, in letters that are the same in a file system, a bucket and a URL.</summary>
public static class MediaKey
{
    private const int Longest = 200;

    /// <returns>The key itself.</returns>
    /// <exception cref="ArgumentException">It is no key: a mistake in the shop's own code.</exception>
    public static string Check(string key) => IsKey(key) ? key : throw new ArgumentException("This is no key of a media file.", nameof(key));

    // No part begins with a dot: neither "..", nor a hidden file, nor two ways to write one place.
    private static bool IsKey(string? key) => key is { Length: > 0 and <= Longest }
        && !key.Contains("..", StringComparison.Ordinal)
        && key.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(IsLetter));

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
