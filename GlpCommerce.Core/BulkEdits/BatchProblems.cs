using System.Globalization;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>Why a batch or its file cannot be taken so, in words for staff.</summary>
public static class BatchProblems
{
    public static readonly Problem Unknown = new("batch.unknown", "There is no such batch, or it is older than 30 days.");

    public static readonly Problem Busy = new("batch.busy", "This was begun already. Look at how it goes on.");

    public static readonly Problem NotPlanned = new("batch.not_planned", "There is no dry run to go by. Check it first.");

    public static readonly Problem NothingToDo = new("batch.nothing_to_do", "Nothing would change.");

    public static readonly Problem Stale = new(
        "batch.stale", "Somebody changed products since the dry run, so nothing was written. Check it again, and look at what would change now.");

    public static readonly Problem Incomplete = new(
        "batch.incomplete", "Not all of it was ready to be written, so nothing was written. Check it again, and look at what would change.");

    public static readonly Problem CheckFailed = new(
        "batch.check_failed", "Something went wrong each time this was being checked, so nobody knows yet what it would change. Check it again. If that fails too, the list of jobs says why.");

    public static readonly Problem WriteFailed = new(
        "batch.write_failed", "Something went wrong each time this was being written, so nothing was written. Try it again. If that fails too, the list of jobs says why.");

    public static readonly Problem UndoFailed = new(
        "batch.undo_failed", "Something went wrong each time this was being undone, so nothing was put back. Undo it again. If that fails too, the list of jobs says why.");

    public static readonly Problem UndoOvertaken = new(
        "batch.undo_overtaken", "Others wrote the same products while this was being undone, so nothing was put back. Undo it again.");

    public static readonly Problem NotApplied = new("batch.not_applied", "This was not done, so there is nothing to undo.");

    public static readonly Problem UndoneAlready = new("batch.undone", "This was undone already.");

    public static readonly Problem TooOld = new("batch.too_old", "This was done more than 30 days ago. It can no longer be undone as a whole.");

    public static readonly Problem TooLarge = new("file.too_large", "A file may have 32 MB. Split this one, and bring in the parts one after another.");

    public static readonly Problem TooManyRows = new("file.too_many_rows", "A file may have 50,000 rows. Split this one, and bring in the parts one after another.");

    public static readonly Problem TooMany = new("batch.too_many", "At most 50,000 products can be changed at once. Filter for fewer.");

    public static readonly Problem Empty = new("file.empty", "This file holds no rows. The first row names the columns, and each row below it is a product.");

    public static readonly Problem NotUtf8 = new(
        "file.not_utf8", "This file is not in UTF-8, so letters would come out wrong. In Excel, save it as \"CSV UTF-8\"; in other programs, choose UTF-8.");

    public static readonly Problem NotCsv = new("file.not_csv", "This is no CSV file. In a spreadsheet, save the sheet as CSV first.");

    public static readonly Problem RowTooLong = new(
        "file.row_too_long", "A row of this file is longer than 1,000,000 characters. Often a quotation mark is opened and never closed.");

    public static readonly Problem TooManyColumns = new("file.too_many_columns", "A file may have 200 columns.");

    public static readonly Problem NotKept = new(
        "file.not_kept", "The shop cannot keep files just now, so nothing was brought in. What you chose is still chosen: try again in a moment.");

    public static readonly Problem Gone = new("file.gone", "The file is no longer there. Bring it in again.");

    public static readonly Problem NoKey = new("batch.no_sku", "Say which column holds the SKU: products are found by it.");

    public static Problem Twice(string title) => new("batch.column_twice", $"Two columns are taken as \"{title}\". Leave one of them out.");

    public static Problem RowsWrong(int count) => new(
        "batch.rows_wrong",
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "row is" : "rows are")} wrong. Mend the file, or say that they are left out."));
}
