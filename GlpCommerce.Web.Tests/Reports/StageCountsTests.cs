using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Reports;

namespace GlpCommerce.Web.Tests.Reports;

public sealed class StageCountsTests
{
    [Theory]
    [InlineData(0, 0, 0, "- - -")]
    [InlineData(9, 40, 60, "- - 60")]
    [InlineData(40, 9, 8, "40 - -")]
    [InlineData(4, 40, 3, "- - -")]
    [InlineData(55, 4, 3, "- - -")]
    [InlineData(55, 4, 9, "60 - -")]
    [InlineData(10, 14, 15, "10 10 20")]
    [InlineData(100, 200, 300, "100 200 300")]
    public void Fewer_than_ten_are_not_told_nor_what_they_could_be_worked_out_from(int starting, int active, int maintenance, string told) => Assert.Equal(
        told, string.Join(' ', Of(starting, active, maintenance).Select(count => count.About?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-")));

    [Fact]
    public void Whoever_knows_the_number_of_all_orders_never_learns_of_one_stage_that_fewer_than_ten_were_of_it()
    {
        // Where each order is of one stage, the sum is that number: what is not told is at least two stages and ten orders.
        int[] some = [0, 1, 5, 9, 10, 11, 25, 60];
        foreach (var (a, b, c) in some.SelectMany(a => some.SelectMany(b => some.Select(c => (a, b, c)))))
        {
            var told = Of(a, b, c);
            var hidden = told.Zip([a, b, c]).Where(count => count.First.About is null).Select(count => count.Second).ToList();

            Assert.True(hidden is [] || hidden.Count == told.Count || (hidden.Count >= 2 && hidden.Sum() >= StageCounts.Least), $"{a} {b} {c}");
            Assert.All(told.Zip([a, b, c]), count => Assert.True(count.First.About is null || count.Second >= StageCounts.Least));
        }
    }

    private static IReadOnlyList<StageCount> Of(int starting, int active, int maintenance) => StageCounts.Of(new Dictionary<JourneyStage, int>
    {
        [JourneyStage.Starting] = starting, [JourneyStage.Active] = active, [JourneyStage.Maintenance] = maintenance,
    });
}
