using System.Globalization;
using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// A product as it is typed: each field of <see cref="ProductFields"/> is a text, and a list has a line for each of its values. Forms,
/// history, files and kept drafts all speak of a product in this way.
/// </summary>
public sealed class ProductForm
{
    private readonly Dictionary<string, string> _texts = [];

    public ProductForm()
    {
    }

    /// <param name="texts">What is no field of a product is left out.</param>
    public ProductForm(IEnumerable<KeyValuePair<string, string>> texts)
    {
        foreach (var (field, text) in texts.Where(text => ProductFields.Named(text.Key) is not null))
        {
            this[field] = text;
        }
    }

    /// <summary>The fields that hold something.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    public string this[string field]
    {
        get => _texts.GetValueOrDefault(field, "");
        set
        {
            if (string.IsNullOrEmpty(value))
            {
                _texts.Remove(field);
            }
            else
            {
                _texts[field] = value;
            }
        }
    }

    /// <summary>A product that is there, with its stages.</summary>
    public static ProductForm Of(Product product) =>
        new(ProductFields.All.Select(field => KeyValuePair.Create(field.Name, field.Read(product))).Where(text => text.Value != ""));

    public ProductForm Copy() => new(_texts);

    /// <summary>The fields in which another form differs.</summary>
    public IEnumerable<ProductField> DifferingFrom(ProductForm other) => ProductFields.All.Where(field => this[field.Name] != other[field.Name]);

    public IReadOnlyList<string> Lines(string field) => ProductFields.Lines(this[field]);

    internal decimal? Number(string field) => this[field] is { Length: > 0 } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
