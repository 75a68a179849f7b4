using System.Globalization;

namespace GlpCommerce.Web.Admin.Batches;

/// <summary>Products that are ticked in the list; they stay so from page to page.</summary>
public sealed class ProductTicks
{
    /// <summary>So many fit into an address.</summary>
    public const int Most = 200;

    private readonly HashSet<int> _ids = [];

    public int Count => _ids.Count;

    public bool Has(int id) => _ids.Contains(id);

    public void Set(int id, bool isTicked)
    {
        if (!isTicked)
        {
            _ids.Remove(id);
        }
        else if (_ids.Count < Most)
        {
            _ids.Add(id);
        }
    }

    public void Clear() => _ids.Clear();

    public string ToUrl() => $"{BatchLinks.Change}?ids={string.Join('.', _ids.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>The products that an address names; null when it names none.</summary>
    public static IReadOnlyList<int>? Read(string address)
    {
        var ids = (System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)["ids"] ?? "").Split('.').Take(Most)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().ToList();
        return ids.Count == 0 ? null : ids;
    }
}
