using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class ProductPartsTests : ShopComponentContext
{
    [Fact]
    public void A_field_shows_which_of_its_words_are_marked_and_why()
    {
        var desk = DeskOf(Typed.Product(("summary", "A miracle cup.")));

        var field = Render<FormInput>(p => p.Add(f => f.Desk, desk).Add(f => f.Name, "summary"));

        Assert.Equal("miracle", field.Find("mark").TextContent);
        Assert.Contains("promises an effect", field.Find("#f-summary-said").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_row_says_in_words_what_a_wide_one_has_in_columns()
    {
        var product = Some.Product(stock: 12);
        product.Stock.Reserved = 3;

        Assert.Equal("12 on hand, 3 held · Lasts 18 days · Label: Servings missing", ProductLabels.Brief(new StaffProductRow(product, Sold: 15, ["Servings"])));
        Assert.Equal("12 on hand, 3 held · No sales · No label needed", ProductLabels.Brief(new StaffProductRow(product, Sold: 0, Missing: null)));
    }

    [Fact]
    public void A_field_marks_what_is_being_typed()
    {
        var desk = DeskOf(Typed.Product());
        var field = Render<FormInput>(p => p.Add(f => f.Desk, desk).Add(f => f.Name, "name"));

        field.Find("input").Input("Detox Cups");

        field.WaitForAssertion(() => Assert.Equal("Detox", field.Find("mark").TextContent));
        Assert.Equal("Detox Cups", desk.Form["name"]);
    }

    [Fact]
    public void A_refusal_stands_beside_its_field_until_that_is_typed_anew()
    {
        var desk = DeskOf(Typed.Product());
        desk.Refuse([new Problem("product.invalid", "A price, please.", "price"), new Problem("product.changed", "Too late.")]);
        var field = Render<FormInput>(p => p.Add(f => f.Desk, desk).Add(f => f.Name, "price"));
        Assert.Equal(("true", "A price, please."), (field.Find("input").GetAttribute("aria-invalid"), field.Find(".refusal").TextContent));

        field.Find("input").Input("3");

        Assert.Empty(field.FindAll(".refusal"));
        Assert.Equal(["Too late."], desk.General);
    }

    [Fact]
    public void What_is_ticked_first_stays_first()
    {
        var desk = DeskOf(Typed.Product(("stages", "active")));
        var ticks = Render<FormTicks>(p => p.Add(f => f.Desk, desk).Add(f => f.IsRanked, true).Add(f => f.Name, "stages").Add(f => f.Terms, Vocabulary.Stages));

        ticks.Find("input[value=starting]").Change(true);
        Assert.Equal("active\nstarting", desk.Form["stages"]);
        ticks.Find("input[value=active]").Change(false);
        Assert.Equal("starting", desk.Form["stages"]);
    }

    [Fact]
    public void What_a_product_has_and_nobody_is_offered_is_kept()
    {
        var desk = DeskOf(Typed.Product(("diets", "low-sugar\nvegan")));

        var ticks = Render<FormTicks>(p => p.Add(f => f.Desk, desk).Add(f => f.IsRanked, true).Add(f => f.Name, "diets").Add(f => f.Terms, Vocabulary.Diets));

        Assert.Equal(["vegan", "low-sugar"], ticks.FindAll("input[checked]").Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public void Two_editors_see_whose_change_is_newer_and_choose_field_by_field()
    {
        var (theirs, mine) = (Typed.Product(("name", "Theirs"), ("price", "30.00"), ("sku", "S")), Typed.Product(("name", "Mine"), ("summary", "My summary."), ("sku", "S")));
        ProductChange[] since = [Change("name", "Oat Cups", "Theirs"), Change("price", "24.50", "30.00")];
        var conflict = FormConflict.Of(ProductFields.All, theirs, mine, since, 5, "lee@example.com");
        var view = Render<ConflictView>(p => p.Add(v => v.Conflict, conflict));
        Assert.Contains("lee@example.com saved on Jan 5, 2026", view.Markup, StringComparison.Ordinal);
        Assert.Equal(["Name", "Price"], view.FindAll("tbody th").Select(th => th.TextContent));

        view.FindAll("input[name=choose-name]")[1].Change("on");
        conflict.Settle(mine);

        Assert.Equal(("Mine", "30.00", "My summary."), (mine["name"], mine["price"], mine["summary"]));
    }

    [Fact]
    public void Of_a_contested_field_theirs_counts_unless_mine_is_chosen()
    {
        var (theirs, mine) = (Typed.Product(("name", "Theirs"), ("sku", "S")), Typed.Product(("name", "Mine"), ("sku", "S")));

        FormConflict.Of(ProductFields.All, theirs, mine, [Change("name", "Oat Cups", "Theirs")], 5, null).Settle(mine);

        Assert.Equal("Theirs", mine["name"]);
    }

    private static FormDesk DeskOf(FieldForm form) => new(form, ProductFields.All, name => ProductFields.CopyOf(name, form));

    private static ProductChange Change(string field, string before, string after) => new()
    {
        ProductId = 1, Version = 5, Field = field, Before = before, After = after, AccountId = 8, At = Some.Noon,
    };
}
