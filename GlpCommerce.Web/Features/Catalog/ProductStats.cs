using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Catalog;

/// <summary>One number of a product, its unit, and what it counts.</summary>
public sealed record Stat(string Number, string Unit, string What);

/// <summary>The few numbers a careful person wants first.</summary>
public static class ProductStats
{
    private const int Shown = 4;
    private const decimal GramsPerOunce = 28.3495m;
    private const decimal OuncesPerPound = 16;

    public static List<Stat> For(Product product)
    {
        var stats = new List<Stat>();
        if (product.Label is { } label)
        {
            AddAbove(stats, 0, label.ProteinGrams, ShopTexts.UnitGram, ShopTexts.StatProtein);
            AddAbove(stats, 0, label.FiberGrams, ShopTexts.UnitGram, ShopTexts.StatFiber);
            AddOwn(stats, product.Pack);
            AddAbove(stats, -1, label.Kcal, "", ShopTexts.StatKcal);
            AddAbove(stats, -1, label.AddedSugarGrams, ShopTexts.UnitGram, ShopTexts.StatAddedSugar);
            AddAbove(stats, -1, label.SodiumMilligrams, ShopTexts.UnitMilligram, ShopTexts.StatSodium);
            var kept = stats.Take(label.Servings is null ? Shown : Shown - 1).ToList();
            AddAbove(kept, 0, label.Servings, "", ShopTexts.StatServings);
            return kept;
        }

        AddOwn(stats, product.Pack);
        if (product.WeightGrams > 0)
        {
            stats.Add(Weight(product.WeightGrams));
        }

        return stats;
    }

    /// <summary>A weight as scales in the shop's country show it.</summary>
    public static Stat Weight(int grams)
    {
        var ounces = grams / GramsPerOunce;
        return ounces < OuncesPerPound
            ? new Stat(Number(decimal.Round(ounces, 1)), ShopTexts.UnitOunce, ShopTexts.StatWeight)
            : new Stat(Number(decimal.Round(ounces / OuncesPerPound, 1)), ShopTexts.UnitPound, ShopTexts.StatWeight);
    }

    private static void AddAbove(List<Stat> stats, decimal least, decimal? value, string unit, string what)
    {
        if (value > least)
        {
            stats.Add(new Stat(Number(value.Value), unit, what));
        }
    }

    /// <summary>The number printed on the pack, unless it is already there.</summary>
    private static void AddOwn(List<Stat> stats, PackDesign pack)
    {
        if (!string.IsNullOrWhiteSpace(pack.Number) && (pack.Unit + pack.What).Trim() != "" && !stats.Exists(stat => stat.What == pack.What))
        {
            stats.Add(pack.What.Trim() == "" ? new Stat(pack.Number, "", pack.Unit) : new Stat(pack.Number, pack.Unit, pack.What));
        }
    }

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.CurrentCulture);
}
