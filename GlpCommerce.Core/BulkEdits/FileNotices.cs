using System.Globalization;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>What there is to say about a file as a whole once it is read.</summary>
internal sealed class FileNotices
{
    /// <summary>Rows that hold nothing but another picture.</summary>
    public int Pictures { get; set; }

    /// <summary>Tags that mean nothing here.</summary>
    public int Tags { get; set; }

    /// <summary>Products whose summary was taken from their description.</summary>
    public int Summaries { get; set; }

    public IEnumerable<string> Of(ImportOrder order)
    {
        foreach (var name in order.Header.Where((name, at) => order.Targets[at] is null && name is not ("" or FileColumns.Why)))
        {
            yield return FileColumns.WhyLeftOut(Input.Cut(name, 40));
        }

        if (Pictures > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Rows that hold nothing but another picture of the product before them, and are left out: {Pictures:N0}.");
        }

        if (Tags > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Tags that mean nothing here: {Tags:N0}. Those that do begin with stage:, need:, diet: or kind:.");
        }

        if (Summaries > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Products whose summary is the beginning of their description, because the file has none: {Summaries:N0}.");
        }
    }
}
