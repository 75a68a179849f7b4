using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>What one of many products is to become.</summary>
internal sealed class ProductWish
{
    /// <param name="before">With its stages and pictures, untracked; null for a product that is to be made.</param>
    /// <param name="state">As <see cref="ProductStates.Written"/> gives it; null leaves the state as it is.</param>
    public ProductWish(Product? before, FieldForm after, string? state)
    {
        (Product, After) = (before, after);
        Before = before is null ? new FieldForm() : ProductForm.Of(before);
        StateBefore = before?.Written() ?? nameof(ProductState.Draft);
        StateAfter = state ?? StateBefore;
        WentOut = before?.GoesOut() ?? false;
    }

    /// <param name="open">A product in the middle of an act that leaves its state as it is.</param>
    public ProductWish(OpenProduct open, FieldForm after) =>
        (Product, Before, After, StateBefore, StateAfter, WentOut) = (open.Product, open.Before, after, open.StateBefore, open.StateBefore, open.WentOut);

    public Product? Product { get; }

    public FieldForm Before { get; }

    public FieldForm After { get; set; }

    public string StateBefore { get; }

    public string StateAfter { get; }

    public List<Problem> Problems { get; } = [];

    /// <summary>SKUs that it is to name and that no product has yet.</summary>
    public IReadOnlyList<string> Awaited { get; set; } = [];

    public bool WentOut { get; }

    public bool GoesOut => StateAfter is not (nameof(ProductState.Draft) or nameof(ProductState.Archived));

    public bool Changes => StateAfter != StateBefore || After.DifferingFrom(Before).Count > 0;

    /// <summary>The same, with what cannot stand so as it was before.</summary>
    public ProductWish Readable()
    {
        var form = ProductCheck.Read(After, out var refused).With(Before, refused.Select(problem => problem.Field!));
        form["slug"] = form["slug"] is { Length: > 0 } slug ? slug : Before["slug"];
        return new ProductWish(Product, form, StateAfter);
    }

    public IReadOnlyList<TextChange> ChangeList()
    {
        var changes = After.ChangesFrom(Before, ProductFields.All);
        if (StateAfter != StateBefore)
        {
            changes.Add(new TextChange(ProductStates.Field, StateBefore, StateAfter));
        }

        return changes;
    }
}
