using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Core.BulkEdits;

/// <summary>What undoing makes of one product.</summary>
internal sealed class UndoStep
{
    private const int LongestLeft = 2_000;

    private readonly List<string> _left = [];

    private UndoStep(BatchRow row) => Row = row;

    public BatchRow Row { get; }

    /// <summary>Null when nothing of it is put back.</summary>
    public ProductWish? Wish { get; private set; }

    /// <summary>Whether anybody wrote the product since.</summary>
    public bool WasTouched { get; private init; }

    /// <summary>What stays as it is, and why; null when nothing does.</summary>
    public string? Left => _left.Count == 0 ? null : Input.Cut(string.Join(' ', _left), LongestLeft);

    public static string Note(int left) => string.Create(CultureInfo.InvariantCulture, $"{left:N0} left in part, because they were changed since");

    public static UndoStep Of(BatchRow row, Product? product, DateTime now)
    {
        var step = new UndoStep(row) { WasTouched = product?.Version != row.AppliedVersion };
        if (product is null)
        {
            step._left.Add("The product is no longer there.");
            return step;
        }

        var (form, state, present) = (ProductForm.Of(product), (string?)null, product.Written());
        foreach (var change in row.ChangeList.Where(change => row.Outcome != RowOutcome.New && change.Field != ProductStates.Field))
        {
            if (form[change.Field] == change.After)
            {
                form[change.Field] = change.Before;
            }
            else if (form[change.Field] != change.Before)
            {
                step._left.Add($"{ProductFields.Named(change.Field)!.Title} was changed since.");
            }
        }

        state = row.Outcome == RowOutcome.New ? step.Archived(row, present) : step.StateOf(row, present, now);
        step.Wish = new ProductWish(product, form, state);
        return step;
    }

    /// <summary>Leaves the whole product as it is.</summary>
    public void Refuse(IReadOnlyList<Problem> problems)
    {
        if (problems.Count > 0)
        {
            Wish = null;
            _left.AddRange(problems.Select(problem => problem.Message));
        }
    }

    private string? Archived(BatchRow row, string present)
    {
        var made = row.ChangeList.FirstOrDefault(change => change.Field == ProductStates.Field)?.After ?? nameof(ProductState.Draft);
        if (present != made && present != nameof(ProductState.Archived))
        {
            _left.Add("Its state was changed since.");
            return null;
        }

        return nameof(ProductState.Archived);
    }

    private string? StateOf(BatchRow row, string present, DateTime now)
    {
        if (row.ChangeList.FirstOrDefault(change => change.Field == ProductStates.Field) is not { } change || present == change.Before)
        {
            return null;
        }

        if (present != change.After || ProductStates.HourOf(change.Before) <= now)
        {
            _left.Add(present != change.After ? "Its state was changed since." : "The hour that was set for it has passed.");
            return null;
        }

        return change.Before;
    }
}
