using System.Globalization;
using GlpCommerce.Core.BulkEdits;

namespace GlpCommerce.Web.Admin.Batches;

/// <summary>Where batches are found.</summary>
public static class BatchLinks
{
    public const string List = "/admin/products/batches";

    public const string Import = "/admin/products/import";

    public const string Change = "/admin/products/change";

    public static string Of(long id) => string.Create(CultureInfo.InvariantCulture, $"{List}/{id}");

    /// <summary>Some of a batch's rows.</summary>
    /// <param name="page">From 1.</param>
    public static string Of(long id, RowChoice choice, int page = 1) => (choice, page) switch
    {
        (RowChoice.All, 1) => Of(id),
        (RowChoice.All, _) => string.Create(CultureInfo.InvariantCulture, $"{Of(id)}?page={page}"),
        (_, 1) => $"{Of(id)}?rows={Name(choice)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Of(id)}?rows={Name(choice)}&page={page}"),
    };

    public static string WrongRows(long id) => Of(id) + "/wrong-rows.csv";

    public static RowChoice Choice(string? name) => Enum.GetValues<RowChoice>().FirstOrDefault(choice => Name(choice) == name);

    private static string Name(RowChoice choice) => choice.ToString().ToLowerInvariant();
}
