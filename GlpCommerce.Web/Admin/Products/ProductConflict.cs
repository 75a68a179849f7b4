using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>One field that somebody else changed while it was being written here.</summary>
/// <param name="IsContested">Whether it was changed here too, to something else.</param>
public sealed record FieldConflict(ProductField Field, string Before, string Theirs, string Mine, bool IsContested);

/// <summary>Two people wrote the same product: what each of them made of it, field by field.</summary>
public sealed class ProductConflict
{
    private readonly HashSet<string> _mine = [];

    private ProductConflict(IReadOnlyList<FieldConflict> fields, string? who, DateTime? at, int version) =>
        (Fields, Who, At, Version) = (fields, who, at, version);

    public IReadOnlyList<FieldConflict> Fields { get; }

    /// <summary>Who saved last, and when; null when nobody is named.</summary>
    public string? Who { get; }

    public DateTime? At { get; }

    /// <summary>The version that holds their changes.</summary>
    public int Version { get; }

    /// <param name="since">Their changes, oldest first.</param>
    public static ProductConflict Of(ProductForm theirs, ProductForm mine, IReadOnlyList<ProductChange> since, int version, string? who)
    {
        var before = Before(theirs, since);
        var fields = theirs.DifferingFrom(before).Select(field => new FieldConflict(
            field, before[field.Name], theirs[field.Name], mine[field.Name],
            mine[field.Name] != before[field.Name] && mine[field.Name] != theirs[field.Name])).ToList();
        return new ProductConflict(fields, who, since.Count > 0 ? since[^1].At : null, version);
    }

    public bool IsMine(string field) => _mine.Contains(field);

    public void Choose(string field, bool mine)
    {
        if (mine)
        {
            _mine.Add(field);
        }
        else
        {
            _mine.Remove(field);
        }
    }

    /// <summary>Puts what was chosen of theirs into what is typed here; all other fields stay as they were typed.</summary>
    public void Settle(ProductForm mine)
    {
        foreach (var field in Fields.Where(field => !IsMine(field.Field.Name)))
        {
            mine[field.Field.Name] = field.Theirs;
        }
    }

    /// <summary>The product before the changes.</summary>
    private static ProductForm Before(ProductForm after, IReadOnlyList<ProductChange> since)
    {
        var form = after.Copy();
        foreach (var change in since.Reverse().Where(change => ProductFields.Named(change.Field) is not null))
        {
            form[change.Field] = change.Before;
        }

        return form;
    }
}
