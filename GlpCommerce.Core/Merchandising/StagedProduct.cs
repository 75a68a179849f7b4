using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Merchandising;

/// <summary>
/// A product as it is to be, put down beside the catalogue until all products of its batch are there: see <see cref="ManyProducts"/>.
/// Its columns are those of the product.
/// </summary>
public sealed class StagedProduct
{
    /// <summary>The batch's own row.</summary>
    public long RowId { get; init; }
    public long BatchId { get; init; }
    public int? ProductId { get; init; }

    /// <summary>The product's version that this was made of; 0 for a new product.</summary>
    public int Version { get; init; }
    public bool IsNew { get; init; }

    /// <summary>Whether <see cref="Stages"/> take the place of the product's.</summary>
    public bool HasStages { get; init; }
    public required string Sku { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required string Summary { get; init; }
    public required string Description { get; init; }
    public Money Price { get; init; }
    public Category Category { get; init; }
    public ProductKind Kind { get; init; }
    public int WeightGrams { get; init; }
    public List<string> Needs { get; init; } = [];
    public List<string> Allergens { get; init; } = [];
    public List<string> Diets { get; init; } = [];
    public List<string> Cautions { get; init; } = [];
    public List<string> Related { get; init; } = [];
    public LabelFacts? Label { get; init; }
    public PackDesign Pack { get; init; } = new();
    public string? Claim { get; init; }
    public string? ArticleSlug { get; init; }
    public string SearchWords { get; init; } = "";
    public bool IsPublished { get; init; }
    public DateTime? PublishAt { get; init; }
    public bool IsArchived { get; init; }
    public bool IsSuggested { get; init; }
    public List<StagedStage> Stages { get; init; } = [];
    public List<StagedChange> Changes { get; init; } = [];

    internal static StagedProduct Of(Product product, long batchId, long rowId, bool isNew, bool hasStages) => new()
    {
        BatchId = batchId, RowId = rowId, IsNew = isNew, HasStages = hasStages, ProductId = isNew ? null : product.Id, Version = isNew ? 0 : product.Version,
        Sku = product.Sku, Slug = product.Slug, Name = product.Name, Summary = product.Summary, Description = product.Description,
        Price = product.Price, Category = product.Category, Kind = product.Kind, WeightGrams = product.WeightGrams,
        Needs = product.Needs, Allergens = product.Allergens, Diets = product.Diets, Cautions = product.Cautions, Related = product.Related,
        Label = product.Label, Pack = product.Pack, Claim = product.Claim, ArticleSlug = product.ArticleSlug, SearchWords = product.SearchWords,
        IsPublished = product.IsPublished, PublishAt = product.PublishAt, IsArchived = product.IsArchived, IsSuggested = product.IsSuggested,
    };
}

public sealed class StagedStage
{
    public long RowId { get; init; }
    public JourneyStage Stage { get; init; }
    public int Position { get; init; }
}

public sealed class StagedChange
{
    public long RowId { get; init; }
    public int Position { get; init; }
    public required string Field { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }
}
