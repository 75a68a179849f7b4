using GlpCommerce.Core.Common;
using GlpCommerce.Core.Inventory;

namespace GlpCommerce.Core.Catalog;

/// <summary>Something the shop sells, with its label as data.</summary>
public sealed class Product
{
    public int Id { get; init; }

    /// <summary>The stock-keeping unit staff and suppliers know it by, such as <c>SUP-001</c>.</summary>
    public required string Sku { get; set; }

    /// <summary>Its name in URLs: lower case, unique, never reused.</summary>
    public required string Slug { get; set; }
    public required string Name { get; set; }

    /// <summary>One sentence for cards and search results.</summary>
    public required string Summary { get; set; }

    /// <summary>Markdown.</summary>
    public required string Description { get; set; }
    public Money Price { get; set; }
    public Category Category { get; set; }
    public ProductKind Kind { get; set; }
    public int WeightGrams { get; set; }
    public List<ProductStage> Stages { get; init; } = [];
    public List<string> Needs { get; set; } = [];
    public List<string> Allergens { get; set; } = [];
    public List<string> Diets { get; set; } = [];

    /// <summary>Caution texts, ready to read, most important first.</summary>
    public List<string> Cautions { get; set; } = [];

    /// <summary>SKUs that stand well beside it.</summary>
    public List<string> Related { get; set; } = [];
    public LabelFacts? Label { get; set; }
    public PackDesign Pack { get; set; } = new();

    /// <summary>In no order; see <see cref="ProductPicture.Position"/>.</summary>
    public List<ProductPicture> Pictures { get; init; } = [];

    /// <summary>A structure/function claim; it brings the FDA's disclaimer onto the page.</summary>
    public string? Claim { get; set; }

    /// <summary>The slug of its educational article, if it has one.</summary>
    public string? ArticleSlug { get; set; }

    /// <summary>What search looks through besides the name; see <see cref="SearchText"/>.</summary>
    public string SearchWords { get; set; } = "";
    public bool IsPublished { get; set; }

    /// <summary>When a job publishes it; UTC. Null when nothing is planned.</summary>
    public DateTime? PublishAt { get; set; }

    /// <summary>Out of use for good, and never published; it stays because orders name it.</summary>
    public bool IsArchived { get; set; }

    /// <summary>False for what nobody should be offered unasked, such as iron, which wants a blood test first.</summary>
    public bool IsSuggested { get; set; } = true;
    public StockItem Stock { get; init; } = null!;
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; set; }
    public int Version { get; set; }
}

/// <summary>One stage a product suits.</summary>
public sealed class ProductStage
{
    public int ProductId { get; init; }
    public JourneyStage Stage { get; init; }

    /// <summary>Position in the product's list; the API's single <c>glp1Stage</c> is the first.</summary>
    public int Position { get; init; }
}

/// <summary>What the label says about one serving. A null means "not stated", which is not zero.</summary>
public sealed class LabelFacts
{
    public string Serving { get; init; } = "";
    public int? Servings { get; init; }
    public decimal? Kcal { get; init; }
    public decimal? ProteinGrams { get; init; }
    public decimal? FiberGrams { get; init; }
    public decimal? AddedSugarGrams { get; init; }
    public decimal? SodiumMilligrams { get; init; }
    public decimal? PotassiumMilligrams { get; init; }
    public decimal? MagnesiumMilligrams { get; init; }

    /// <summary>Anything else a serving holds, such as "Vitamin D3: 25 mcg".</summary>
    public string? Other { get; init; }
}

/// <summary>The drawn pack: which template, and the words and the one number on it.</summary>
public sealed class PackDesign
{
    public string Template { get; init; } = "sachet-box";
    public string Line1 { get; init; } = "";
    public string Line2 { get; init; } = "";
    public string Number { get; init; } = "";
    public string Unit { get; init; } = "";
    public string What { get; init; } = "";
}
