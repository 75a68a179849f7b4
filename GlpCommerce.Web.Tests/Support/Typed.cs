using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What staff type. A test names only the fields that it is about.</summary>
internal static class Typed
{
    private static int _number;

    public static readonly Actor Dana = new(7, Roles.Staff);
    public static readonly Actor Lee = new(8, Roles.Staff);
    public static readonly Actor Manager = new(9, Roles.Manager);
    public static readonly Actor OtherManager = new(10, Roles.Manager);

    public static FieldForm Product(params (string Field, string Text)[] fields)
    {
        var form = new FieldForm
        {
            ["name"] = "Oat Cups", ["sku"] = $"TYP-{Interlocked.Increment(ref _number):0000}", ["category"] = "meal-prep", ["kind"] = "Food", ["price"] = "24.50",
            ["weight"] = "600", ["summary"] = "Six small cups of oats.", ["description"] = "Add hot water and wait.", ["stages"] = "starting\nactive",
            ["serving"] = "1 cup (60 g)", ["servings"] = "6", ["kcal"] = "220", ["protein"] = "12", ["fiber"] = "4", ["addedSugar"] = "0", ["sodium"] = "90",
            ["template"] = "cup", ["line1"] = "Oat Cups", ["suggested"] = "yes",
        };
        foreach (var (field, text) in fields)
        {
            form[field] = text;
        }

        return form;
    }

    public static FieldForm Guide(params (string Field, string Text)[] fields)
    {
        var form = new FieldForm
        {
            ["title"] = $"Water on busy days {Interlocked.Increment(ref _number)}", ["summary"] = "Small sips count.", ["body"] = "## How\n\nKeep a **bottle** near.",
            ["sources"] = "CDC, About water https://www.cdc.gov/healthy-weight-growth/water-healthy-drinks/", ["stages"] = "starting", ["reviewBy"] = "2026-12-31",
        };
        foreach (var (field, text) in fields)
        {
            form[field] = text;
        }

        return form;
    }

    /// <summary>A guide, or an article, that a manager wrote.</summary>
    public static async Task<ArticleVersion> ArticleAsync(this TestShop shop, ArticleKind kind = ArticleKind.Guide, bool published = true, params (string Field, string Text)[] fields)
    {
        var made = await shop.Get<ArticleEditor>().CreateAsync(Manager, kind, Guide(fields));
        Assert.Empty(made.Problems);
        if (!published)
        {
            return made.Value!;
        }

        var live = await shop.Get<ArticleEditor>().PublishAsync(Manager, made.Value!.Id, made.Value.Version);
        Assert.Empty(live.Problems);
        return live.Value!;
    }

    /// <summary>A draft that somebody wrote.</summary>
    public static async Task<ProductVersion> DraftAsync(this TestShop shop, params (string Field, string Text)[] fields)
    {
        await shop.StockAsync();
        var created = await shop.Get<ProductEditor>().CreateAsync(Dana, Product(fields));
        Assert.Empty(created.Problems);
        return created.Value!;
    }

    /// <summary>A product that somebody wrote, on the shelf, as the shop's readers see it.</summary>
    public static async Task<ProductVersion> PublishedAsync(this TestShop shop, params (string Field, string Text)[] fields)
    {
        var draft = await shop.DraftAsync(fields);
        var published = await shop.Get<ProductPublisher>().PublishAsync(Dana, draft.Id, draft.Version);
        Assert.Empty(published.Problems);
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        return published.Value!;
    }

    public static async Task<FieldForm> FormAsync(this TestShop shop, int id) => ProductForm.Of(await shop.ProductAsync(id));

    public static async Task<Product> ProductAsync(this TestShop shop, int id)
    {
        await using var db = shop.Db();
        return await db.Products.AsNoTracking().Include(p => p.Stages).Include(p => p.Stock).SingleAsync(p => p.Id == id);
    }
}
