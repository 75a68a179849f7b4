namespace GlpCommerce.Core.Catalog;

/// <summary>Which rows of a snapshot are offered unasked, and in which order.</summary>
internal sealed class SuggestedRows
{
    private const int Kept = 120;

    private readonly RowSet[] _stages;
    private readonly Dictionary<string, RowSet> _needs;
    private readonly RowSet _suggestable;
    private readonly RowSet[] _byStageCount;
    private readonly List<int>[] _byStage;
    private readonly List<int> _fittingAll;

    /// <param name="suggestable">What may be offered unasked at all.</param>
    /// <param name="byStageCount">The rows that suit no stage, one stage, two, and so on.</param>
    public SuggestedRows(RowSet[] stages, Dictionary<string, RowSet> needs, RowSet suggestable, RowSet[] byStageCount)
    {
        (_stages, _needs, _suggestable, _byStageCount) = (stages, needs, suggestable, byStageCount);
        _byStage = [.. stages.Select(MostParticular)];
        _fittingAll = MostParticular(byStageCount[^1]);
    }

    /// <summary>
    /// Rows that suit a stage and any of the needs: first what meets every need, and of that what is made for the fewest
    /// stages. Without a stage: what suits them all, or for needs whatever meets one.
    /// </summary>
    public List<int> For(JourneyStage? stage, IReadOnlyList<string> needs)
    {
        if (needs.Count == 0)
        {
            return stage is { } only ? _byStage[(int)only] : _fittingAll;
        }

        var sets = needs.Select(need => stage is { } chosen ? _stages[(int)chosen].And(_needs[need]) : _needs[need]).ToList();
        var (every, any) = (sets.Aggregate((all, set) => all.And(set)), sets.Aggregate((all, set) => all.Or(set)));
        return [.. MostParticular(every).Concat(MostParticular(any)).Distinct().Take(Kept)];
    }

    private List<int> MostParticular(RowSet suiting)
    {
        var rows = new List<int>(Kept);
        foreach (var count in _byStageCount)
        {
            rows.AddRange(suiting.And(_suggestable).And(count).Slice(0, Kept - rows.Count));
        }

        return rows;
    }
}
