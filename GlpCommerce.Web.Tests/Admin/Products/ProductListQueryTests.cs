using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Admin.Products;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin.Products;

public sealed class ProductListQueryTests
{
    private const string Host = "http://localhost";

    [Fact]
    public void A_view_can_be_linked_to()
    {
        var query = new ProductListQuery
        {
            Text = "oat & rye", State = ProductState.Draft, Stock = StockState.Low, Category = Category.MealPrep, Stage = JourneyStage.Active, Missing = ProductGaps.Picture | ProductGaps.Label,
            Sort = StaffProductSort.Price, Descending = true, Page = 3,
        };

        Assert.Equal("/admin/products?q=oat%20%26%20rye&state=draft&stock=low&category=meal-prep&stage=active&missing=picture-label&sort=price&down=1&page=3", query.ToUrl());
        Assert.Equal(query, ProductListQuery.Read(Host + query.ToUrl()));
        Assert.Equal(["Draft", "10 or fewer left", "Meal Prep", "Active", "No picture", "Label incomplete"], query.Chosen().Select(filter => filter.Label));
    }

    [Fact]
    public void A_chip_takes_away_one_thing_that_is_missing_and_leaves_the_others()
    {
        var query = new ProductListQuery { Missing = ProductGaps.Picture | ProductGaps.Weight, Page = 4 };

        Assert.Equal([("No picture", "/admin/products?missing=weight"), ("No weight", "/admin/products?missing=picture")], query.Chosen().Select(filter => (filter.Label, filter.WithoutUrl)));
        Assert.Equal(new ProductListQuery { Missing = ProductGaps.Picture | ProductGaps.Weight | ProductGaps.Needs }, query.Lacking(ProductGaps.Needs, isChosen: true));
        Assert.Equal(ProductGaps.Weight, query.Lacking(ProductGaps.Picture, isChosen: false).Filter.Missing);
    }

    [Fact]
    public void A_view_that_was_kept_before_there_was_a_choice_shows_the_same() =>
        Assert.Equal(ProductGaps.Label, ProductListQuery.Read($"{Host}{ProductListQuery.Path}?label=missing").Missing);

    [Theory]
    [InlineData("?missing=everything-none-8,picture")]
    [InlineData("?state=7&stock=-1&sort=99&page=0")]
    [InlineData("?page=-3&stage=x&category=%00&label=1&down=yes")]
    [InlineData("?page=99999999999&state=Draft,Archived")]
    [InlineData("")]
    public void What_an_address_cannot_mean_is_left_out(string nonsense) =>
        Assert.Equal(ProductListQuery.Path, (ProductListQuery.Read($"{Host}{ProductListQuery.Path}{nonsense}") with { State = null }).ToUrl());

    [Fact]
    public void A_search_shows_the_best_match_first_and_a_head_sorts_and_turns()
    {
        var searched = new ProductListQuery { Text = "oat" };

        Assert.Equal(StaffProductSort.Match, searched.Filter.Sort);
        Assert.Equal((StaffProductSort.Price, false), (searched.SortedBy(StaffProductSort.Price).Filter.Sort, searched.SortedBy(StaffProductSort.Price).Descending));
        Assert.True(searched.SortedBy(StaffProductSort.Price).SortedBy(StaffProductSort.Price).Descending);
        Assert.True(new ProductListQuery().SortedBy(StaffProductSort.Name).Descending);
    }

    [Fact]
    public void A_row_says_in_words_how_its_product_stands()
    {
        var product = Some.Product(stock: 10, protein: 5, stages: [JourneyStage.Starting, JourneyStage.Active, JourneyStage.Maintenance]);

        Assert.Equal(("Published", "All"), (ProductLabels.Of(product), ProductLabels.Stages(product)));
        Assert.Equal("100 days", ProductLabels.Cover(new StaffProductRow(product, 3, [])));
        Assert.Equal("No sales", ProductLabels.Cover(new StaffProductRow(product, 0, [])));
        Assert.Equal(
            ["No label needed", "Complete", "Sodium missing", "Sodium and 2 more missing"],
            new IReadOnlyList<string>?[] { null, [], ["Sodium"], ["Sodium", "Fiber", "Serving"] }.Select(ProductLabels.Of));
    }
}
