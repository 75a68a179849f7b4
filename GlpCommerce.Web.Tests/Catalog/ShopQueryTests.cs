using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Features.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class ShopQueryTests
{
    [Theory]
    [InlineData("?stage=starting&need=protein&need=fiber&diet=vegan&without=milk&price=15-30&q=bean+soup&sort=price-desc&page=3")]
    [InlineData("?price=12.5-20")]
    [InlineData("?price=-20")]
    [InlineData("?price=60-")]
    public void An_address_that_is_read_and_written_stays_the_same_question(string address)
    {
        var written = Read(address).ToUrl();

        Assert.Equal(written, Read(written[written.IndexOf('?', StringComparison.Ordinal)..]).ToUrl());
        Assert.Equal(QueryHelpers.ParseQuery(address).Count, QueryHelpers.ParseQuery(new Uri("http://shop" + written).Query).Count);
    }

    [Theory]
    [InlineData("?stage=teenage&need=luck&diet=air&without=doubt&sort=random&price=cheap&page=last")]
    [InlineData("?price=30-15&page=-4&need=")]
    [InlineData("?price=1e9-&page=99999999999999&q=%20%20")]
    [InlineData("?price=-&price=15-30")]
    public void Words_the_shop_does_not_know_are_ignored(string address) => Assert.Equal("/shop", Read(address).ToUrl());

    [Fact]
    public void An_absurd_page_is_clamped_and_a_long_text_cut()
    {
        var query = Read("?page=2000000000&q=" + new string('a', 5000));

        Assert.Equal(10_000, query.Page);
        Assert.Equal(200, query.Text.Length);
    }

    [Fact]
    public void Equal_questions_have_equal_addresses() =>
        Assert.Equal(Read("?need=FIBER&need=protein&need=protein&stage=Active").ToUrl(), Read("?stage=active&need=protein&need=fiber").ToUrl());

    [Fact]
    public void Every_chip_takes_back_one_thing_and_goes_to_the_first_page()
    {
        var query = Read("?stage=active&need=protein&diet=vegan&without=milk&price=0-15&q=bar&page=2", Category.MealPrep);

        var chips = ShopWords.Chips(query).ToList();

        Assert.Equal(["Active", "Meal Prep", "Protein", "Vegan", "No milk", "Up to $15", "“bar”"], chips.Select(chip => chip.Label));
        Assert.Equal("/shop?stage=active&need=protein&diet=vegan&without=milk&price=0-15&q=bar", chips[1].Rest.ToUrl());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?stage=active", true)]
    [InlineData("?need=protein&page=2", true)]
    [InlineData("?need=protein&stage=active", false)]
    [InlineData("?q=bar", false)]
    [InlineData("?sort=price", false)]
    public void Only_landmarks_are_for_search_engines(string address, bool isLandmark) => Assert.Equal(isLandmark, Read(address).IsLandmark);

    [Theory]
    [InlineData("", "Everything on the shelf")]
    [InlineData("?stage=starting", "The Starting shelf")]
    [InlineData("?need=protein&stage=starting", "Protein, for Starting")]
    [InlineData("?need=protein&need=fiber", "Regularity and fiber and Protein")]
    [InlineData("?q=yogurt", "“yogurt”")]
    public void A_question_has_a_title(string address, string title) => Assert.Equal(title, ShopWords.Title(Read(address)));

    private static ShopQuery Read(string address, Category? category = null) =>
        ShopQuery.FromQuery(new QueryCollection(QueryHelpers.ParseQuery(address)), category);
}
