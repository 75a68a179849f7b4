using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>Makes products of forms that <see cref="ProductCheck"/> has let through.</summary>
internal static class FormProduct
{
    /// <summary>A draft, with nothing in stock.</summary>
    public static Product New(FieldForm form, DateTime now)
    {
        var product = new Product
        {
            Sku = form["sku"], Slug = form["slug"], Name = "", Summary = "", Description = "",
            Stages = [.. Stages(form, 0)], Stock = new StockItem(), CreatedAt = now, UpdatedAt = now, Version = 1,
        };
        Fill(product, form);
        return product;
    }

    /// <summary>Everything but the stages, which are rows of their own.</summary>
    public static void Fill(Product product, FieldForm form)
    {
        (product.Sku, product.Slug) = (form["sku"], form["slug"]);
        (product.Name, product.Summary, product.Description) = (form["name"], form["summary"], form["description"]);
        product.Price = Money.Of(decimal.Parse(form["price"], CultureInfo.InvariantCulture));
        (product.Category, product.Kind) = (Vocabulary.CategoryOf(form["category"])!.Value, Enum.Parse<ProductKind>(form["kind"]));
        product.WeightGrams = (int)form.Number("weight")!;
        (product.Needs, product.Diets) = ([.. form.Lines("needs")], [.. form.Lines("diets")]);
        (product.Allergens, product.Cautions) = ([.. form.Lines("allergens")], [.. form.Lines("cautions")]);
        product.Related = [.. form.Lines("related")];
        product.Label = ProductCheck.LabelOf(form);
        product.Pack = ProductForm.Pack(form);
        product.Claim = form["claim"] is { Length: > 0 } claim ? claim : null;
        product.ArticleSlug = form["article"] is { Length: > 0 } article ? article : null;
        product.IsSuggested = form["suggested"] == "yes";
        product.SearchWords = SearchText.For(product);
    }

    public static IEnumerable<ProductStage> Stages(FieldForm form, int productId) => form.Lines("stages").Select((stage, at) => new ProductStage
    {
        ProductId = productId, Stage = Vocabulary.StageOf(stage)!.Value, Position = at,
    });
}
