using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>What is known of a product, in words for staff.</summary>
public static class ProductLabels
{
    /// <summary>Days of cover that are few.</summary>
    private const int SoonGone = 7;

    public static string Of(ProductState state) => state switch
    {
        ProductState.Draft => ProductTexts.Draft,
        ProductState.Scheduled => ProductTexts.Scheduled,
        ProductState.Published => ProductTexts.Published,
        _ => ProductTexts.Archived,
    };

    public static string Of(Product product) => product.PublishAt is { } at ? Say(ProductTexts.ScheduledFor, StaffWords.Time(at)) : Of(product.StateOf());

    public static string Of(StockState stock) => stock switch
    {
        StockState.In => ProductTexts.InStock,
        StockState.Low => Say(ProductTexts.LowStock, StaffProductFilter.LowStock),
        _ => ProductTexts.SoldOut,
    };

    /// <summary>That it is missing, as a filter says it.</summary>
    public static string Lacking(ProductGaps gap) => gap switch
    {
        ProductGaps.Picture => ProductTexts.NoPicture,
        ProductGaps.PictureText => ProductTexts.NoPictureText,
        ProductGaps.Description => ProductTexts.NoDescription,
        ProductGaps.Article => ProductTexts.NoArticle,
        ProductGaps.Label => ProductTexts.LabelIncomplete,
        ProductGaps.Weight => ProductTexts.NoWeight,
        ProductGaps.Stages => ProductTexts.NoStages,
        _ => ProductTexts.NoNeeds,
    };

    /// <summary>"Complete", "No label needed", or what is missing.</summary>
    public static string Of(IReadOnlyList<string>? missing) => missing switch
    {
        null => ProductTexts.NoLabelNeeded,
        [] => ProductTexts.LabelComplete,
        [var only] => Say(ProductTexts.MissingOne, only),
        _ => Say(ProductTexts.MissingMany, missing[0], missing.Count - 1),
    };

    /// <summary>The most pressing thing that is wrong with a product; null when nothing is.</summary>
    public static string? Wrong(StaffProductRow row) => row switch
    {
        { Product.Stock.Available: <= 0 } => ProductTexts.SoldOut,
        { DaysOfCover: <= SoonGone } => Say(ProductTexts.LastsOnly, Cover(row)),
        { Product.Stock.Available: <= StaffProductFilter.LowStock and var left } => Say(ProductTexts.FewLeft, left),
        { Missing.Count: > 0 } => Say(ProductTexts.LabelLacks, Of(row.Missing)),
        _ => null,
    };

    /// <summary>What only wide screens show in columns of their own: on hand and held, days of cover, and the label.</summary>
    public static string Brief(StaffProductRow row)
    {
        var (stock, lasts) = (row.Product.Stock, row.DaysOfCover is null ? Cover(row) : Say(ProductTexts.LastsOnly, Cover(row)));
        return string.Join(" · ", Say(ProductTexts.BriefStock, stock.OnHand, stock.Reserved), lasts, row.Missing is null ? Of(row.Missing) : Say(ProductTexts.LabelLacks, Of(row.Missing)));
    }

    /// <summary>What the history calls a field.</summary>
    public static string OfField(string field) => field == ProductStates.Field ? ProductTexts.State
        : field == ProductChange.CopyOf ? ProductTexts.CopyOf
        : field == AltTexts.Order ? PictureTexts.OrderInHistory
        : AltTexts.IsName(field) ? PictureTexts.InHistory
        : ProductFields.Named(field)?.Title ?? field;

    public static string Cover(StaffProductRow row) => row.DaysOfCover is { } days ? Say(days == 1 ? ProductTexts.CoverDay : ProductTexts.CoverDays, days) : ProductTexts.NoSales;

    public static string Stages(Product product) => product.Stages.Count == Vocabulary.Stages.Count
        ? ProductTexts.AllStages : string.Join(", ", product.Stages.Select(stage => stage.Stage.Label()));
}
