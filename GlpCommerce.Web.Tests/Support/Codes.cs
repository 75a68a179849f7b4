using GlpCommerce.Core.Common;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Discount codes to test with, and how they are used.</summary>
internal static class Codes
{
    private static int _number;

    public static NewDiscountCode Percent(decimal share, decimal from = 0, int? uses = null) =>
        new(NextName(), DiscountKind.Percent, (int)(share * 100), Money.Of(from), MaxUses: uses);

    public static NewDiscountCode Fixed(decimal dollars, decimal from = 0, int? uses = null, int? perAccount = null) =>
        new(NextName(), DiscountKind.Fixed, (int)(dollars * 100), Money.Of(from), MaxUses: uses, MaxUsesPerAccount: perAccount);

    /// <summary>Gives the code out.</summary>
    /// <returns>The code.</returns>
    public static Task<string> CodeAsync(this TestShop shop, NewDiscountCode code) => CreateAsync(shop.Get<DiscountEditor>(), code);

    /// <inheritdoc cref="CodeAsync(TestShop, NewDiscountCode)"/>
    public static Task<string> CodeAsync(this ShopServer shop, NewDiscountCode code) => CreateAsync(shop.Services.GetRequiredService<DiscountEditor>(), code);

    /// <summary>How many orders use it, as its counter says; the uses that are written down say the same.</summary>
    public static async Task<int> UsesAsync(this TestShop shop, string code)
    {
        await using var db = shop.Db();
        var stored = await db.DiscountCodes.AsNoTracking().SingleAsync(c => c.Code == code);
        Assert.Equal(await db.DiscountUses.CountAsync(u => u.CodeId == stored.Id && u.State == DiscountUseState.Taken), stored.Uses);
        return stored.Uses;
    }

    private static async Task<string> CreateAsync(DiscountEditor editor, NewDiscountCode code)
    {
        var created = await editor.CreateAsync(code, Actor.Shop);
        Assert.Null(created.Problem);
        return created.Value!;
    }

    private static string NextName() => $"CODE-{Interlocked.Increment(ref _number)}";
}
