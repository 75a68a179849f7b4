namespace GlpCommerce.Web.Admin.Batches;

/// <summary>What somebody has chosen for the columns of a file.</summary>
public sealed record ColumnChoice(IReadOnlyList<string?> Targets, IReadOnlyDictionary<string, string> Defaults);
