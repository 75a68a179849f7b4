using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Products as staff type them: a text for each of <see cref="ProductFields"/>. Files speak of a product in this way too.</summary>
public static class ProductForm
{
    /// <summary>A product that is there, with its stages.</summary>
    public static FieldForm Of(Product product) => new(ProductFields.All.Select(field => KeyValuePair.Create(field.Name, field.Read(product))));

    /// <summary>The pack as a form describes it, also one that is still being typed.</summary>
    public static PackDesign Pack(FieldForm form) => new()
    {
        Template = form["template"] is { Length: > 0 } template ? template : new PackDesign().Template,
        Line1 = form["line1"], Line2 = form["line2"], Number = form["number"], Unit = form["unit"], What = form["what"],
    };
}
