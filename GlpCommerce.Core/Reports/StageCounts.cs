using GlpCommerce.Core.Catalog;

namespace GlpCommerce.Core.Reports;

/// <summary>How many orders had a product for a stage.</summary>
/// <param name="About">In tens; null where it is not told.</param>
public sealed record StageCount(JourneyStage Stage, int? About);

/// <summary>
/// Counts by stage that tell of a crowd and of nobody in it. Fewer than ten are not told. Where only one would be missing, or all
/// that are missing come to fewer than ten, the smallest of the others is kept back too: it cannot be worked out from the number of
/// all orders. The rest is told in tens, so that what one order adds is not seen from one look to the next.
/// </summary>
public static class StageCounts
{
    public const int Least = 10;

    private const int LeastHidden = 2;

    /// <returns>Every stage, in the vocabulary's order.</returns>
    public static IReadOnlyList<StageCount> Of(IReadOnlyDictionary<JourneyStage, int> orders)
    {
        var counts = Vocabulary.Stages.Select((_, i) => (Stage: (JourneyStage)i, Orders: orders.GetValueOrDefault((JourneyStage)i))).ToList();
        var hidden = Hidden(counts.Select(c => c.Orders).Order().ToList());
        var smallest = counts.OrderBy(c => c.Orders).Take(hidden).Select(c => c.Stage).ToHashSet();
        return [.. counts.Select(c => new StageCount(c.Stage, smallest.Contains(c.Stage) ? null : InTens(c.Orders)))];
    }

    /// <summary>How many are kept back, from the smallest on.</summary>
    private static int Hidden(List<int> ascending)
    {
        var hidden = ascending.Count(count => count < Least);
        while (hidden > 0 && hidden < ascending.Count && (hidden < LeastHidden || ascending.Take(hidden).Sum() < Least))
        {
            hidden++;
        }

        return hidden;
    }

    private static int InTens(int orders) => (orders + (Least / 2)) / Least * Least;
}
