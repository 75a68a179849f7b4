using System.Text.Json;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>How a file is to be read.</summary>
/// <param name="Sample">Its first row, cut short.</param>
/// <param name="Targets">For each column the name of a <see cref="FileColumn"/>, or null to leave it out.</param>
/// <param name="Defaults">What a new product says where the file says nothing, by field.</param>
public sealed record ImportOrder(
    IReadOnlyList<string> Header, IReadOnlyList<string> Sample, char Separator, IReadOnlyList<string?> Targets, IReadOnlyDictionary<string, string> Defaults)
{
    /// <summary>Fields that files from elsewhere often lack.</summary>
    public static readonly IReadOnlyList<string> Defaultable = ["category", "kind", "stages", "weight"];

    public bool IsShopify => FileColumns.IsShopify(Header);

    public static ImportOrder Of(ProductBatch batch) => JsonSerializer.Deserialize<ImportOrder>(batch.Order)!;

    /// <returns>Why a file cannot be read so; null when it can.</returns>
    internal Problem? Check()
    {
        var twice = Targets.OfType<string>().GroupBy(target => target).FirstOrDefault(group => group.Count() > 1)?.Key;
        return Targets.Count != Header.Count || Targets.OfType<string>().Any(target => !FileColumns.IsKnown(target)) || Defaults.Keys.Except(Defaultable).Any() ? BatchProblems.Unknown
            : twice is not null ? BatchProblems.Twice(FileColumns.TitleOf(twice))
            : !Targets.Contains("sku") && !(IsShopify && Targets.Contains("slug")) ? BatchProblems.NoKey
            : null;
    }

    /// <summary>The name in the file of the column that a field comes from; the field's own title where it has none.</summary>
    internal string ColumnOf(string field)
    {
        var at = Targets.ToList().FindIndex(target => target == field || (target is not null && ShopifyCells.Feeds(target, field)));
        return at >= 0 ? Header[at] : ProductFields.Named(field)?.Title ?? FileColumns.TitleOf(field);
    }
}
