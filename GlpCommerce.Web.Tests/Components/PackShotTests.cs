using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Components;

public sealed class PackShotTests : ShopComponentContext
{
    [Fact]
    public void The_words_of_the_pack_stand_on_it()
    {
        var pack = Draw(new PackDesign { Template = "tub", Line1 = "Whey isolate", Line2 = "Vanilla", Number = "25", Unit = "g", What = "protein" });

        Assert.All(["Whey isolate", "Vanilla", "25", "g", "protein"], word => Assert.Contains(word, pack.Find("svg").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Beside_a_visible_name_it_says_nothing()
    {
        var pack = Draw(new PackDesign());

        Assert.Equal("true", pack.Find("svg").GetAttribute("aria-hidden"));
    }

    [Fact]
    public void Alone_it_is_a_picture_with_words()
    {
        var pack = Draw(new PackDesign(), spoken: "A drawing of a \"box\"");

        Assert.Equal(("img", "A drawing of a \"box\""), (pack.Find("svg").GetAttribute("role"), pack.Find("svg").GetAttribute("aria-label")));
        Assert.False(pack.Find("svg").HasAttribute("aria-hidden"));
    }

    [Fact]
    public void A_template_that_nobody_has_drawn_becomes_a_plain_box()
    {
        var unknown = Draw(new PackDesign { Template = "no-such-template" });
        var plain = Draw(new PackDesign { Template = "sachet-box" });

        Assert.Equal(plain.Find("use").GetAttribute("href"), unknown.Find("use").GetAttribute("href"));
    }

    [Fact]
    public void Words_cannot_become_markup()
    {
        var pack = Draw(new PackDesign { Template = "tub", Line1 = "<script>alert(1)</script>", Line2 = "\"><b>", Number = "<i>" }, spoken: "\"><script>");

        Assert.Empty(pack.FindAll("script, b, i"));
    }

    [Fact]
    public void A_pack_without_words_is_drawn_without_them()
    {
        var pack = Draw(new PackDesign { Template = "tub" });

        Assert.Empty(pack.FindAll("text"));
        Assert.NotEmpty(pack.FindAll("use"));
    }

    [Theory]
    [InlineData(Category.Supplements)]
    [InlineData(Category.MealPrep)]
    [InlineData(Category.Fitness)]
    [InlineData(Category.Wellness)]
    public void Each_shelf_has_a_colour_of_its_own(Category category)
    {
        var others = Enum.GetValues<Category>().Except([category]).Select(other => Draw(new PackDesign(), other).Find("svg").ClassName);

        Assert.DoesNotContain(Draw(new PackDesign(), category).Find("svg").ClassName, others);
    }

    private IRenderedComponent<PackShot> Draw(PackDesign pack, Category category = Category.Supplements, string? spoken = null) =>
        Render<PackShot>(p => p.Add(x => x.Pack, pack).Add(x => x.Category, category).Add(x => x.Spoken, spoken));
}
