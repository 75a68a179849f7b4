using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Merchandising;

/// <summary>What one of many products is to become.</summary>
internal sealed class ProductWish
{
    /// <param name="before">With its stages and pictures, untracked; null for a product that is to be made.</param>
    /// <param name="state">As <see cref="ProductStates.Written"/> gives it; null leaves the state as it is.</param>
    public ProductWish(Product? before, ProductForm after, string? state)
    {
        (Product, After) = (before, after);
        Before = before is null ? new ProductForm() : ProductForm.Of(before);
        StateBefore = before?.Written() ?? nameof(ProductState.Draft);
        StateAfter = state ?? StateBefore;
        WentOut = before?.GoesOut() ?? false;
    }

    /// <param name="open">A product in the middle of an act that leaves its state as it is.</param>
    public ProductWish(OpenProduct open, ProductForm after) =>
        (Product, Before, After, StateBefore, StateAfter, WentOut) = (open.Product, open.Before, after, open.StateBefore, open.StateBefore, open.WentOut);

    public Product? Product { get; }

    public ProductForm Before { get; }

    public ProductForm After { get; set; }

    public string StateBefore { get; }

    public string StateAfter { get; }

    public List<Problem> Problems { get; } = [];

    /// <summary>SKUs that it is to name and that no product has yet.</summary>
    public IReadOnlyList<string> Awaited { get; set; } = [];

    public bool WentOut { get; }

    public bool GoesOut => StateAfter is not (nameof(ProductState.Draft) or nameof(ProductState.Archived));

    public bool Changes => StateAfter != StateBefore || After.DifferingFrom(Before).Any();

    public IReadOnlyList<FieldChange> ChangeList()
    {
        var changes = After.DifferingFrom(Before).Select(field => new FieldChange(field.Name, Before[field.Name], After[field.Name])).ToList();
        if (StateAfter != StateBefore)
        {
            changes.Add(new FieldChange(ProductStates.Field, StateBefore, StateAfter));
        }

        return changes;
    }
}
