using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Pricing;

public sealed class DiscountEditorTests
{
    public static TheoryData<NewDiscountCode, string> Malformed => new()
    {
        { Codes.Percent(10) with { Code = "" }, "Code" },
        { Codes.Percent(10) with { Code = "AB" }, "Code" },
        { Codes.Percent(10) with { Code = new string('A', 41) }, "Code" },
        { Codes.Percent(10) with { Code = "TEN OFF" }, "Code" },
        { Codes.Percent(10) with { Code = "ZEHN-ÄB" }, "Code" },
        { Codes.Percent(10) with { Code = "OZEMPIC-20" }, "Code" },
        { Codes.Percent(10) with { Code = "o-z-e-m-p-i-c" }, "Code" },
        { Codes.Percent(0), "Value" },
        { Codes.Percent(100.01m), "Value" },
        { Codes.Percent(10) with { Value = -1 }, "Value" },
        { Codes.Fixed(0), "Value" },
        { Codes.Fixed(10_000.01m), "Value" },
        { Codes.Fixed(5, from: -0.01m), "MinimumSpend" },
        { Codes.Fixed(5) with { StartsAt = Some.Noon, EndsAt = Some.Noon }, "EndsAt" },
        { Codes.Fixed(5, uses: 0), "MaxUses" },
        { Codes.Fixed(5, perAccount: 0), "MaxUsesPerAccount" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task A_code_that_makes_no_sense_is_refused_with_its_field(NewDiscountCode code, string field)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var refused = await shop.Get<DiscountEditor>().CreateAsync(code, Actor.Shop);

        Assert.Equal(("discount.invalid", field), (refused.Problem?.Code, refused.Problem?.Field));
        await using var db = shop.Db();
        Assert.Equal(0, await db.DiscountCodes.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_smallest_and_the_largest_codes_can_be_made(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        Assert.Equal("A-1", await shop.CodeAsync(Codes.Percent(0.01m) with { Code = " a-1 " }));
        Assert.Equal(new string('B', 40), await shop.CodeAsync(Codes.Percent(100, uses: 1) with { Code = new string('b', 40) }));
        await shop.CodeAsync(Codes.Fixed(0.01m));
        await shop.CodeAsync(Codes.Fixed(10_000m) with { StartsAt = Some.Noon, EndsAt = Some.Noon.AddSeconds(1) });

        await using var db = shop.Db();
        Assert.Equal([1, 10_000, 1, 1_000_000], await db.DiscountCodes.OrderBy(c => c.Id).Select(c => c.Value).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_is_made_once_however_it_is_spelled_and_however_many_ask_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var editor = shop.Get<DiscountEditor>();
        string[] spellings = ["SPRING-10", "spring-10", " Spring-10\t"];

        var made = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(() => editor.CreateAsync(Codes.Percent(i + 1) with { Code = spellings[i % 3] }, Actor.Shop))));

        Assert.Single(made, result => result.Succeeded);
        Assert.Equal(8, made.Count(result => result.Problem?.Code == "discount.exists"));
        await using var db = shop.Db();
        Assert.Equal(1, await db.DiscountCodes.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_that_was_switched_off_is_as_unknown_as_one_that_never_was(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var code = await shop.CodeAsync(Codes.Percent(10));
        var editor = shop.Get<DiscountEditor>();

        Assert.Equal(code, (await editor.SwitchOffAsync(code.ToLowerInvariant(), Actor.Shop)).Value);
        Assert.Equal(code, (await editor.SwitchOffAsync(code, Actor.Shop)).Value);

        await using var db = shop.Db();
        var book = shop.Get<DiscountBook>();
        Assert.Equal(
            (await book.JudgeAsync(db, "NEVER-WAS", Money.Of(30m), accountId: null, default)).Problem,
            (await book.JudgeAsync(db, code, Money.Of(30m), accountId: null, default)).Problem);
        Assert.Equal("discount.unknown", (await editor.SwitchOffAsync("NEVER-WAS", Actor.Shop)).Problem?.Code);
        Assert.Equal("discount.exists", (await editor.CreateAsync(Codes.Percent(10) with { Code = code }, Actor.Shop)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_more_codes_than_are_listed_those_in_use_come_first_and_each_is_found_by_its_letters(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using (var db = shop.Db())
        {
            db.DiscountCodes.AddRange(Enumerable.Range(1, DiscountEditor.MostListed + 5).Select(number =>
                new DiscountCode { Code = $"GIFT-{number:000}", Kind = DiscountKind.Percent, Value = 1_000, IsActive = number <= 2, CreatedAt = Some.Noon }));
            await db.SaveChangesAsync();
        }

        var editor = shop.Get<DiscountEditor>();
        var listed = await editor.ListAsync();

        Assert.Equal((DiscountEditor.MostListed + 1, "GIFT-002", "GIFT-001", "GIFT-205"), (listed.Count, listed[0].Code, listed[1].Code, listed[2].Code));
        Assert.Equal(["GIFT-003"], (await editor.ListAsync(" gift-003 ")).Select(code => code.Code));
        Assert.Empty(await editor.ListAsync("%"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_a_manager_makes_codes_and_both_steps_stand_in_the_audit_log(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (editor, staff, manager) = (shop.Get<DiscountEditor>(), new Actor(7, Roles.Staff), new Actor(8, Roles.Manager));

        Assert.Equal("staff.not_allowed", (await editor.CreateAsync(Codes.Percent(10) with { Code = "SPRING" }, staff)).Problem?.Code);
        Assert.Equal("SPRING", (await editor.CreateAsync(Codes.Percent(10) with { Code = "spring" }, manager)).Value);
        Assert.Equal("staff.not_allowed", (await editor.SwitchOffAsync("SPRING", staff)).Problem?.Code);
        await editor.SwitchOffAsync("SPRING", manager);
        await editor.SwitchOffAsync("SPRING", manager);

        await using var db = shop.Db();
        Assert.Equal(
            [("code.created", "code:SPRING", 8L), ("code.switched_off", "code:SPRING", 8L)],
            (await db.AuditEntries.OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Subject, e.AccountId)));
    }
}
