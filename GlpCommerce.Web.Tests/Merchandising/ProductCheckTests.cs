using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Merchandising;

public sealed class ProductCheckTests
{
    [Theory]
    [InlineData("price", "0", "A price is from $0.01 to $100,000.00.")]
    [InlineData("price", "1000000", "A price is from $0.01 to $100,000.00.")]
    [InlineData("price", "100000.01", "A price is from $0.01 to $100,000.00.")]
    [InlineData("price", "12,50", "Dollars and cents, please, such as 38.00.")]
    [InlineData("price", "1.999", "Dollars and cents, please, such as 38.00.")]
    [InlineData("price", "-3", "Dollars and cents, please, such as 38.00.")]
    [InlineData("price", "a lot", "Dollars and cents, please, such as 38.00.")]
    [InlineData("protein", "2500 mg", "This is kept in g. Say how much \"2500 mg\" is in g.")]
    [InlineData("protein", "300", "From 0 to 200 g, please.")]
    [InlineData("sodium", "some", "A number, please, such as 2.5.")]
    [InlineData("servings", "2.5", "A whole number, please.")]
    [InlineData("servings", "0", "From 1 to 1,000, please.")]
    [InlineData("kcal", "30", "12 g of protein alone hold about 48 kcal. Look at both numbers again.")]
    [InlineData("serving", "", "Say what one serving is: the amounts below are for one.")]
    [InlineData("name", " ", "This is missing.")]
    [InlineData("slug", "Oat Cups", "An address has small letters, digits and single dashes, such as whey-isolate.")]
    [InlineData("sku", "SUP 001", "A SKU has letters, digits and dashes, such as SUP-001.")]
    [InlineData("allergens", "gluten", "\"gluten\" is none of these: milk, egg, fish, crustacean shellfish, tree nuts, peanuts, wheat, soybeans, sesame.")]
    [InlineData("allergens", "fish", "Say which fish in brackets, such as fish (cod).")]
    [InlineData("stages", "", "Choose one at least.")]
    [InlineData("stages", "forever", "Choose from these: starting, active, maintenance.")]
    public void A_field_that_cannot_be_so_gets_a_sentence(string field, string typed, string sentence)
    {
        var checkedForm = ProductCheck.Run(Typed.Product((field, typed)));

        var problem = Assert.Single(checkedForm.Problems);
        Assert.Equal((field, sentence), (problem.Field, problem.Message));
    }

    [Theory]
    [InlineData("price", "$1,234.5", "1234.50")]
    [InlineData("price", "100000", "100000.00")]
    [InlineData("price", ".5", null)]
    [InlineData("price", "0.01", "0.01")]
    [InlineData("protein", "12.50 g", "12.5")]
    [InlineData("weight", "600g", "600")]
    [InlineData("allergens", " milk \n\n tree nuts (almonds)\nmilk", "milk\ntree nuts (almonds)")]
    [InlineData("name", "  Oat\u200b   Cups ", "Oat Cups")]
    public void What_is_typed_in_another_way_is_kept_in_one(string field, string typed, string? kept) =>
        Assert.Equal(kept, ProductCheck.Run(Typed.Product((field, typed))).Value?[field]);

    [Fact]
    public void A_diet_does_not_go_with_an_allergen_that_it_excludes()
    {
        var problem = Assert.Single(ProductCheck.Run(Typed.Product(("diets", "vegan"), ("allergens", "milk"))).Problems);

        Assert.Equal(("diets", "\"Vegan\" does not go with the allergen \"milk\"."), (problem.Field, problem.Message));
    }

    /// <summary>Whoever mends one thing must not be told of the next only then.</summary>
    [Fact]
    public void What_two_fields_say_of_one_another_is_told_beside_what_one_of_them_says() =>
        Assert.Equal(
            ["name", "servings", "serving", "kcal", "diets"],
            ProductCheck.Run(Typed.Product(("name", ""), ("servings", "some"), ("serving", ""), ("kcal", "30"), ("diets", "vegan"), ("allergens", "milk"))).Problems.Select(p => p.Field));

    [Fact]
    public void A_number_that_cannot_be_read_says_nothing_of_another() =>
        Assert.Equal(["protein"], ProductCheck.Run(Typed.Product(("kcal", "30"), ("protein", "1o"))).Problems.Select(p => p.Field));

    [Fact]
    public void Every_problem_is_told_at_once() =>
        Assert.Equal(["name", "price", "kcal"], ProductCheck.Run(Typed.Product(("name", ""), ("price", "0"), ("kcal", "x"))).Problems.Select(p => p.Field));
}
