using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;

namespace GlpCommerce.Core.Checkout;

/// <summary>How an order is named by people, and how a code for it is written.</summary>
public static class OrderCodeWords
{
    public const int Length = 8;

    /// <summary>Letters and digits that cannot be taken for one another, 32 of them.</summary>
    private const string Signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Eight signs out of random bytes.</summary>
    internal static string Write(byte[] random) => string.Concat(random.Take(Length).Select(b => Signs[b % Signs.Length]));

    /// <summary>What somebody typed as a code, as it is compared; empty when it cannot be one.</summary>
    public static string Read(string? typed)
    {
        var code = (Input.Line(typed) ?? "").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        return code.Length == Length && code.All(Signs.Contains) ? code : "";
    }

    /// <summary>The same text for the same order however it is named: what tries at it are counted by. Anything at all may be typed.</summary>
    public static string KeyOf(string? typed)
    {
        var (id, publicId) = Named(typed);
        return id > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}") : publicId;
    }

    /// <summary>The row that an order's number names, 0 for none, and the public id that the same text may be.</summary>
    internal static (long Id, string PublicId) Named(string? typed)
    {
        var text = (Input.Line(typed) ?? "").Trim('#');
        var digits = text.StartsWith(Order.NumberPrefix, StringComparison.OrdinalIgnoreCase) ? text[Order.NumberPrefix.Length..] : text;
        var id = long.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Order.IdOf(number) : 0;
        return (Math.Max(0, id), Input.IsKey(text) ? text : "");
    }
}
