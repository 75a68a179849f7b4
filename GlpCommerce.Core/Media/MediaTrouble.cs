namespace GlpCommerce.Core.Media;

/// <summary>The store of files cannot be reached, or does not take anything now. The same act works once that is over.</summary>
public sealed class MediaTroubleException(string message, Exception? inner = null) : IOException(message, inner);

public static class MediaTrouble
{
    /// <summary>Whether it was the store that failed, and not what was asked of it.</summary>
    public static bool IsOutage(Exception error) => error is IOException or UnauthorizedAccessException;
}
