using System.Globalization;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Batches;

/// <summary>What batches are and hold, in words for staff.</summary>
public static class BatchWords
{
    private const int LongestShown = 200;

    public static string Of(BatchState state) => state switch
    {
        BatchState.New => BatchTexts.StateNew,
        BatchState.Planning => BatchTexts.StatePlanning,
        BatchState.Planned => BatchTexts.StatePlanned,
        BatchState.Stale => BatchTexts.StateStale,
        BatchState.Applying => BatchTexts.StateApplying,
        BatchState.Applied => BatchTexts.StateApplied,
        BatchState.Undoing => BatchTexts.StateUndoing,
        _ => BatchTexts.StateUndone,
    };

    public static string Of(RowOutcome outcome) => outcome switch
    {
        RowOutcome.New => BatchTexts.New,
        RowOutcome.Changed => BatchTexts.Changed,
        _ => BatchTexts.Wrong,
    };

    public static string Of(BulkAct act) => act switch
    {
        BulkAct.SetPrice => BatchTexts.ActSetPrice,
        BulkAct.MovePrice => BatchTexts.ActMovePrice,
        BulkAct.MovePricePercent => BatchTexts.ActMovePricePercent,
        BulkAct.SetCategory => BatchTexts.ActSetCategory,
        BulkAct.AddStage => BatchTexts.ActAddStage,
        BulkAct.RemoveStage => BatchTexts.ActRemoveStage,
        BulkAct.AddNeed => BatchTexts.ActAddNeed,
        BulkAct.RemoveNeed => BatchTexts.ActRemoveNeed,
        BulkAct.AddDiet => BatchTexts.ActAddDiet,
        BulkAct.RemoveDiet => BatchTexts.ActRemoveDiet,
        BulkAct.Publish => ProductTexts.Publish,
        BulkAct.Unpublish => ProductTexts.Unpublish,
        BulkAct.Restore => ProductTexts.Restore,
        _ => ProductTexts.Archive,
    };

    public static string Field(string name) => name == ProductStates.Field ? ProductTexts.State : ProductFields.Named(name)?.Title ?? name;

    /// <summary>A field's text in a table: lists on one line, and what is long cut off.</summary>
    public static string Shown(string text)
    {
        var line = text.Replace("\n", " · ", StringComparison.Ordinal);
        return line == "" ? BatchTexts.Nothing : line.Length > LongestShown ? line[..LongestShown] + "…" : line;
    }

    public static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>"Import 12", "Change 12, leave out 3".</summary>
    public static string Apply(ProductBatch batch)
    {
        var (count, isImport) = (batch.Made + batch.Changed, batch.Kind == BatchKind.Import);
        return batch.Wrong == 0 ? Say(isImport ? BatchTexts.ApplyImport : BatchTexts.ApplyEdit, count)
            : Say(isImport ? BatchTexts.ApplyImportRest : BatchTexts.ApplyEditRest, count, batch.Wrong);
    }

    /// <summary>How far the job at work is.</summary>
    public static string Progress(ProductBatch batch)
    {
        var all = All(batch);
        return all == 0 ? Of(batch.State) : Say(BatchTexts.Progress, Of(batch.State), batch.Done, all);
    }

    /// <summary>Rows that the job at work has to deal with.</summary>
    public static int All(ProductBatch batch) => batch.State == BatchState.Planning ? batch.Rows : batch.Made + batch.Changed;
}
