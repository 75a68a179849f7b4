using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Pricing;

public sealed class DiscountBookTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_is_known_however_it_is_typed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.CodeAsync(Codes.Percent(12.5m) with { Code = "SPRING-10" });

        foreach (var typed in new[] { "SPRING-10", "spring-10", "  Spring-10\r\n", "spring\u200b-10" })
        {
            var judged = await JudgeAsync(shop, typed);
            Assert.Equal(("SPRING-10", DiscountKind.Percent, 1250), (judged.Value?.Code, judged.Value?.Kind, judged.Value?.Value));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_no_code_is_unknown(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.CodeAsync(Codes.Percent(10) with { Code = "SPRING-10" });

        foreach (var typed in Some.Nonsense.Concat([null, "SPRING-1", "SPRING-100", "SPRING_10", "SPRING%", "SPR ING-10"]))
        {
            Assert.Equal("discount.unknown", (await JudgeAsync(shop, typed)).Problem?.Code);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_counts_from_its_start_until_just_before_its_end(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Percent(10) with { StartsAt = shop.Now.AddHours(1), EndsAt = shop.Now.AddHours(2) });

        var early = await JudgeAsync(shop, code);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        var first = await JudgeAsync(shop, code);
        shop.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        var last = await JudgeAsync(shop, code);
        shop.Clock.Advance(TimeSpan.FromTicks(1));
        var late = await JudgeAsync(shop, code);

        Assert.Equal(("discount.not_yet", "This code counts from January 5, 1:00 PM UTC on."), (early.Problem?.Code, early.Problem?.Message));
        Assert.Equal((null, null), (first.Problem, last.Problem));
        Assert.Equal("discount.ended", late.Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Below_the_least_spend_a_code_says_how_much_is_missing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, from: 30));

        var refused = await JudgeAsync(shop, code, 29.99m);

        Assert.Equal(("discount.minimum", "discountCode"), (refused.Problem?.Code, refused.Problem?.Field));
        Assert.Equal("This code counts for products worth $30.00 or more. $0.01 is missing.", refused.Problem?.Message);
        Assert.Null((await JudgeAsync(shop, code, 30m)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_without_uses_left_is_used_up(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 2));
        await using var db = shop.Db();
        await db.DiscountCodes.ExecuteUpdateAsync(set => set.SetProperty(c => c.Uses, 1));
        Assert.Null((await JudgeAsync(shop, code)).Problem);

        await db.DiscountCodes.ExecuteUpdateAsync(set => set.SetProperty(c => c.Uses, 2));

        Assert.Equal("discount.used_up", (await JudgeAsync(shop, code)).Problem?.Code);
    }

    private static async Task<Result<Discount>> JudgeAsync(TestShop shop, string? typed, decimal goods = 100m)
    {
        await using var db = shop.Db();
        return await shop.Get<DiscountBook>().JudgeAsync(db, typed, Money.Of(goods), accountId: null, default);
    }
}
