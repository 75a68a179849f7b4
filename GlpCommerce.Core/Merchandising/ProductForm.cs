using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Products as staff type them: a text for each of <see cref="ProductFields"/>. Files speak of a product in this way too.</summary>
public static class ProductForm
{
    /// <summary>What stands where a product must say something and nothing that can be read is typed yet.</summary>
    private static readonly FieldForm Blank = new()
    {
        ["category"] = Category.Supplements.Key(), ["kind"] = nameof(ProductKind.Supplement), ["price"] = "0", ["weight"] = "0", ["suggested"] = "yes",
    };

    /// <summary>A product that is there, with its stages.</summary>
    public static FieldForm Of(Product product) => new(ProductFields.All.Select(field => KeyValuePair.Create(field.Name, field.Read(product))));

    /// <summary>As shoppers would read what is typed so far: a text as it is, and of the rest what can be read.</summary>
    public static Product Shown(FieldForm typed)
    {
        var form = new FieldForm();
        foreach (var field in ProductFields.All)
        {
            var text = field.Rule(typed[field.Name], out var refusal);
            form[field.Name] = refusal is null || field.Copy is not null ? text : Blank[field.Name];
        }

        return FormProduct.New(form, DateTime.UnixEpoch);
    }

    /// <summary>The pack as a form describes it, also one that is still being typed.</summary>
    public static PackDesign Pack(FieldForm form) => new()
    {
        Template = form["template"] is { Length: > 0 } template ? template : new PackDesign().Template,
        Line1 = form["line1"], Line2 = form["line2"], Number = form["number"], Unit = form["unit"], What = form["what"],
    };
}
