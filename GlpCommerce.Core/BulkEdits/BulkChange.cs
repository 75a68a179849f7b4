using System.Globalization;
using System.Text.Json;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.BulkEdits;

public enum BulkAct
{
    /// <summary>To an amount.</summary>
    SetPrice,

    /// <summary>By an amount, up or down.</summary>
    MovePrice,

    /// <summary>By percent, up or down, rounded to cents.</summary>
    MovePricePercent,
    SetCategory,
    AddStage,
    RemoveStage,
    AddNeed,
    RemoveNeed,
    AddDiet,
    RemoveDiet,
    Publish,
    Unpublish,
    Archive,

    /// <summary>Out of the archive, as a draft.</summary>
    Restore,
}

/// <summary>One change that is made to many products.</summary>
/// <param name="Value">An amount, a percentage or a key; empty for what needs none.</param>
public sealed record BulkChange(BulkAct Act, string Value)
{
    private const decimal MostDollars = 100_000m;
    private const decimal MostPercent = 1_000m;

    private static readonly string[] Shelved = [nameof(ProductState.Draft), nameof(ProductState.Archived)];

    /// <returns><c>batch.change_invalid</c>, or null when it can be done.</returns>
    public Problem? Check() => Act switch
    {
        BulkAct.SetPrice => Number() is >= 0.01m and <= MostDollars ? null : Invalid("A price is from $0.01 to $100,000.00."),
        BulkAct.MovePrice => Number() is { } amount && amount != 0 && Math.Abs(amount) <= MostDollars ? null : Invalid("Dollars and cents, please, such as 2.50, or -2.50 to lower it."),
        BulkAct.MovePricePercent => Number() is { } percent && percent is not 0 and > -100 and <= MostPercent ? null : Invalid("A percentage, please, such as 10, or -10 to lower it."),
        BulkAct.SetCategory => Vocabulary.CategoryOf(Value) is null ? Invalid("Choose a category.") : null,
        BulkAct.AddStage or BulkAct.RemoveStage => Has(Vocabulary.Stages),
        BulkAct.AddNeed or BulkAct.RemoveNeed => Has(Vocabulary.Needs),
        BulkAct.AddDiet or BulkAct.RemoveDiet => Has(Vocabulary.Diets),
        _ => Enum.IsDefined(Act) ? null : Invalid("Choose a change."),
    };

    /// <summary>What a product becomes; its problem when this cannot be done to it.</summary>
    internal (FieldForm After, string? State, Problem? Problem) Of(Product product)
    {
        var (form, present) = (ProductForm.Of(product), product.Written());
        switch (Act)
        {
            case BulkAct.SetPrice or BulkAct.MovePrice or BulkAct.MovePricePercent:
                form["price"] = Price(product.Price.Amount).ToString("0.00", CultureInfo.InvariantCulture);
                return (form, null, null);
            case BulkAct.SetCategory:
                form["category"] = Value;
                return (form, null, null);
            case BulkAct.Publish:
                return (form, nameof(ProductState.Published), product.Refuse(nameof(ProductState.Published)));
            case BulkAct.Unpublish:
                return (form, Shelved.Contains(present) ? null : nameof(ProductState.Draft), null);
            case BulkAct.Archive:
                return (form, nameof(ProductState.Archived), null);
            case BulkAct.Restore:
                return (form, product.IsArchived ? nameof(ProductState.Draft) : null, null);
            default:
                Tag(form);
                return (form, null, null);
        }
    }

    private decimal Price(decimal present) => Math.Round(
        Act switch { BulkAct.SetPrice => Number()!.Value, BulkAct.MovePrice => present + Number()!.Value, _ => present * (1 + (Number()!.Value / 100)) }, 2, MidpointRounding.AwayFromZero);

    private void Tag(FieldForm form)
    {
        var field = Act switch { BulkAct.AddStage or BulkAct.RemoveStage => "stages", BulkAct.AddNeed or BulkAct.RemoveNeed => "needs", _ => "diets" };
        var others = form.Lines(field).Where(value => value != Value);
        var isThere = form.Lines(field).Contains(Value);
        form[field] = Act is BulkAct.RemoveStage or BulkAct.RemoveNeed or BulkAct.RemoveDiet ? string.Join('\n', others)
            : isThere ? form[field] : string.Join('\n', [.. others, Value]);
    }

    private Problem? Has(IReadOnlyList<Term> terms) => terms.Any(term => term.Key == Value) ? null : Invalid("Choose one from the list.");

    private decimal? Number() =>
        decimal.TryParse(Value.Trim().Replace("$", "", StringComparison.Ordinal).Replace("%", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && decimal.Round(number, 2) == number ? number : null;

    private static Problem Invalid(string sentence) => new("batch.change_invalid", sentence, "value");
}

/// <summary>Which products are to be changed, and how.</summary>
/// <param name="Ids">Those that were ticked; null for all that a filter shows.</param>
public sealed record EditOrder(IReadOnlyList<int>? Ids, StaffProductFilter? Filter, BulkChange Change)
{
    public static EditOrder Of(ProductBatch batch) => JsonSerializer.Deserialize<EditOrder>(batch.Order)!;
}
