using System.Globalization;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using Microsoft.AspNetCore.WebUtilities;

namespace GlpCommerce.Web.Admin.Orders;

/// <summary>What the address of the staff's order list says: filters and place, so that a view can be linked.</summary>
/// <param name="Before">Only orders older than this row.</param>
/// <param name="After">Only orders newer than this row.</param>
public sealed record StaffOrderQuery(StaffOrderFilter Filter, long? Before = null, long? After = null)
{
    public const string Path = "/admin/orders";
    public const string ToPack = "to-pack";

    private const string Day = "yyyy-MM-dd";

    /// <summary>Reads what may have been typed into the address; what cannot be read does not narrow.</summary>
    public static StaffOrderQuery Of(string? q, string? status, string? payment, string? from, string? to, string? view, string? before, string? after) => new(
        new StaffOrderFilter(
            string.IsNullOrWhiteSpace(q) ? null : q.Trim(), State<OrderStatus>(status), State<PaymentStatus>(payment), DayOf(from), DayOf(to), view == ToPack),
        Row(before), Row(after));

    /// <summary>A day as an address and a date field write it.</summary>
    public static string? Write(DateOnly? day) => day?.ToString(Day, CultureInfo.InvariantCulture);

    public static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static T? State<T>(string? text)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase));

    public string Url() => QueryHelpers.AddQueryString(Path, ((IEnumerable<(string Name, string? Value)>)
    [
        ("q", Filter.Search),
        ("status", Filter.Status?.ToString().ToLowerInvariant()),
        ("payment", Filter.Payment?.ToString().ToLowerInvariant()),
        ("from", Write(Filter.From)),
        ("to", Write(Filter.To)),
        ("view", Filter.IsToPack ? ToPack : null),
        ("before", Before?.ToString(CultureInfo.InvariantCulture)),
        ("after", After?.ToString(CultureInfo.InvariantCulture)),
    ]).Where(part => part.Value is not null).Select(part => KeyValuePair.Create(part.Name, part.Value)));

    private static long? Row(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
}
