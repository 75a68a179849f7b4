using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class ManySqlTests
{
    /// <summary>What each field may say instead; others take a number.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        ["slug"] = "seven", ["category"] = "wellness", ["kind"] = "Tool", ["stages"] = "maintenance", ["needs"] = "fiber", ["diets"] = "vegan", ["allergens"] = "milk",
        ["kcal"] = "300", ["suggested"] = "no",
    };

    public static TheoryData<string> Fields => [.. ProductFields.All.Select(one => one.Name)];

    /// <summary>Many at once are written by the columns that a field is kept in; the words that a product is found by are made of several.</summary>
    [Theory, MemberData(nameof(Fields))]
    public void What_a_product_is_found_by_is_written_anew_with_each_field_that_it_is_made_of(string field)
    {
        var before = Typed.Product();
        var after = before.Copy();
        after[field] = Instead.GetValueOrDefault(field, "7");

        var isFoundOtherwise = WordsOf(before) != WordsOf(after);

        Assert.Equal(isFoundOtherwise, ManySql.Update([field]).Contains("\"SearchWords\"", StringComparison.Ordinal));
    }

    private static string WordsOf(Core.Staff.FieldForm form) => SearchText.For(FormProduct.New(ProductCheck.Run(form).Value!, Some.Noon));
}
