using System.Globalization;
using System.Text;

namespace GlpCommerce.Web.Api.Transport;

/// <summary>Which texts and numbers are let in at all, wherever in a request they stand.</summary>
internal static class Values
{
    private const int LongestNumber = 40;

    /// <summary>Whether a number is neither endless nor needs arithmetic of its own.</summary>
    public static bool IsNumberFit(ReadOnlySpan<byte> number) =>
        number.Length <= LongestNumber && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);

    /// <inheritdoc cref="IsNumberFit(ReadOnlySpan{byte})"/>
    public static bool IsNumberFit(ReadOnlySpan<char> number) =>
        number.Length <= LongestNumber && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);

    /// <summary>Whether a text has whole characters only, and none that databases cannot keep.</summary>
    public static bool IsTextFit(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == '\0' || Rune.DecodeFromUtf16(text, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
