using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Catalog;

public sealed class StageShelfTests
{
    private static readonly HashSet<int> Nothing = [];

    public static TheoryData<JourneyStage?> Choices => new(new JourneyStage?[] { null, JourneyStage.Starting, JourneyStage.Active, JourneyStage.Maintenance });

    [Theory, MemberData(nameof(Choices))]
    public async Task The_opening_shop_has_a_full_and_varied_row_for_every_choice(JourneyStage? stage)
    {
        await using var shop = await NewShop.CreateAsync(DatabaseProvider.Sqlite);
        var services = await shop.StartAsync();

        var row = await services.GetRequiredService<StageShelf>().ForAsync(stage, Nothing, count: 4);

        Assert.Equal(4, row.Count);
        Assert.All(row, s => Assert.False(s.Product.IsSoldOut));
        Assert.All(row.GroupBy(s => s.Product.Category), category => Assert.InRange(category.Count(), 1, 2));
        Assert.All(row, s => Assert.Contains(stage ?? s.Product.Stages[0], s.Product.Stages));
        Assert.All(row, s => Assert.Equal(stage?.Label(), s.Cause));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_reason_is_a_plain_fact_without_a_word_about_illness(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        var services = await shop.StartAsync();
        var ids = await shop.ReadAsync(db => db.Products.Select(p => p.Id).ToListAsync());

        var cards = await services.GetRequiredService<CatalogQueries>().ByIdsAsync(ids);

        Assert.Equal(127, cards.Count);
        Assert.All(cards, card => Assert.All(Enum.GetValues<JourneyStage>().Cast<JourneyStage?>().Append(null), stage =>
        {
            var reason = Reasons.For(card, stage);
            Assert.NotEqual("", reason.Trim());
            Assert.DoesNotMatch(SeedCopyTests.Medicine(), reason);
            Assert.DoesNotMatch(SeedCopyTests.Illness(), reason);
        }));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_sold_out_or_in_view_already_is_left_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (seen, gone, shown) = (Some.Product(needs: ["protein"]), Some.Product(needs: ["fiber"], stock: 0), Some.Product(needs: ["sleep"]));
        await shop.StockAsync(seen, gone, shown, Some.Product(needs: ["energy"], published: false));

        var row = await shop.Get<StageShelf>().ForAsync(JourneyStage.Starting, new HashSet<int> { seen.Id });

        Assert.Equal(shown.Id, Assert.Single(row).Product.Id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_row_is_full_even_when_most_of_the_shelf_is_sold_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync([.. Enumerable.Range(0, 100).Select(_ => Some.Product(needs: ["protein"], stock: 0))]);
        var left = await shop.StockAsync(Some.Product(needs: ["protein"]), Some.Product(needs: ["fiber"]));

        var row = await shop.Get<StageShelf>().ForAsync(JourneyStage.Starting, Nothing);

        Assert.Equal(left.Select(p => p.Id), row.Select(s => s.Product.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_made_for_one_stage_comes_before_what_suits_all(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var all = Some.Product(needs: ["sleep"], stages: Enum.GetValues<JourneyStage>());
        var one = Some.Product(needs: ["protein"], stages: [JourneyStage.Active], protein: 25);
        await shop.StockAsync(all, one);

        var row = await shop.Get<StageShelf>().ForAsync(JourneyStage.Active, Nothing);
        var unsure = await shop.Get<StageShelf>().ForAsync(null, Nothing);

        Assert.Equal(["25 g protein in 100 kcal, chosen for this stage", "rest and sleep, fits every stage"], row.Select(s => s.Reason));
        Assert.Equal(all.Id, Assert.Single(unsure).Product.Id);
    }
}
