using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Staff;

public sealed class SavedViewTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);
    private static readonly Actor Sam = new(8, Roles.Staff);
    private static readonly Actor Mona = new(9, Roles.Manager);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_view_is_its_owners_alone_unless_a_manager_keeps_it_for_everybody(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await SaveAsync(shop, Robin, "To pack", "view=to-pack");
        await SaveAsync(shop, Mona, "Objections", "payment=disputed", forEverybody: true);
        await SaveAsync(shop, Mona, "Mine", "status=failed");

        Assert.Equal([("Objections", "payment=disputed", true, false), ("To pack", "view=to-pack", false, true)], await ListAsync(shop, Robin));
        Assert.Equal([("Objections", "payment=disputed", true, false)], await ListAsync(shop, Sam));
        Assert.Equal(["Mine", "Objections"], (await ListAsync(shop, Mona)).Select(v => v.Name));
        Assert.Empty(await shop.Get<SavedViewEditor>().ListAsync(ViewPage.Products, Robin));
        Assert.Empty(await ListAsync(shop, new Actor(10, Roles.Customer)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_its_owner_renames_or_throws_away_a_view_and_a_manager_one_of_everybody(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var views = shop.Get<SavedViewEditor>();
        var own = (await SaveAsync(shop, Robin, "To pack", "view=to-pack")).Value;
        var shared = (await SaveAsync(shop, Mona, "Failed", "status=failed", forEverybody: true)).Value;

        Assert.Equal("view.unknown", (await views.RenameAsync(own, "Hers", Mona)).Problem?.Code);
        Assert.Equal("view.unknown", (await views.DeleteAsync(shared, Robin)).Problem?.Code);
        Assert.True((await views.RenameAsync(own, " Pack  now ", Robin)).Succeeded);
        Assert.True((await views.DeleteAsync(shared, new Actor(11, Roles.Admin))).Succeeded);
        Assert.Equal("view.unknown", (await views.DeleteAsync(shared, Mona)).Problem?.Code);

        Assert.Equal([("Pack now", "view=to-pack", false, true)], await ListAsync(shop, Robin));
        await using var db = shop.Db();
        Assert.Equal(["view.saved", "view.saved", "view.renamed", "view.deleted"], await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
    }

    [Theory]
    [InlineData(Roles.Customer, false, "staff.not_allowed")]
    [InlineData(Roles.Staff, true, "staff.not_allowed")]
    [InlineData(Roles.Staff, false, null)]
    [InlineData(Roles.Manager, true, null)]
    public async Task Who_lacks_the_right_keeps_nothing(string role, bool forEverybody, string? code)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal(code, (await SaveAsync(shop, new Actor(7, role), "A view", "status=failed", forEverybody)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_name_is_taken_once_and_the_fifty_first_view_is_refused(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        for (var i = 1; i <= SavedViewEditor.Most; i++)
        {
            Assert.True((await SaveAsync(shop, Robin, $"View {i}", "status=failed")).Succeeded);
        }

        Assert.Equal("view.name_taken", (await SaveAsync(shop, Robin, "View 7", "status=failed")).Problem?.Code);
        Assert.Equal("view.too_many", (await SaveAsync(shop, Robin, "One more", "status=failed")).Problem?.Code);
        Assert.Equal(SavedViewEditor.Most, (await ListAsync(shop, Robin)).Count);
        var renamed = await shop.Get<SavedViewEditor>().RenameAsync((await shop.Get<SavedViewEditor>().ListAsync(ViewPage.Orders, Robin))[0].Id, "View 50", Robin);
        Assert.Equal("view.name_taken", renamed.Problem?.Code);
    }

    [Theory]
    [InlineData("?q=dana%40example.com&status=failed&before=17", "status=failed")]
    [InlineData("status=failed&&view=to-pack", "status=failed&view=to-pack")]
    [InlineData("from=2026-01-01%26x", "from=2026-01-01%26x")]
    [InlineData("view=%3Cscript%3E+x", "view=%3Cscript%3E%20x")]
    [InlineData("", "")]
    [InlineData("q=Dana", "")]
    [InlineData("//elsewhere.example/=x", null)]
    [InlineData("https://elsewhere.example/?a=1", null)]
    [InlineData("#x", null)]
    public async Task A_view_of_orders_keeps_filters_and_neither_a_person_nor_an_address(string query, string? kept)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var saved = await SaveAsync(shop, Robin, "A view", query);

        Assert.Equal(kept is null ? "view.query_invalid" : null, saved.Problem?.Code);
        Assert.Equal(kept, (await ListAsync(shop, Robin)).Select(v => v.Query).SingleOrDefault());
    }

    [Fact]
    public async Task Whatever_is_typed_as_a_name_or_a_query_there_is_an_answer()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        foreach (var text in Some.Nonsense)
        {
            _ = await SaveAsync(shop, Robin, text, text);
            _ = await SaveAsync(shop, Robin, text, $"status={Uri.EscapeDataString(new string([.. text.Where(c => !char.IsSurrogate(c))]))}");
        }

        Assert.All(await ListAsync(shop, Robin), view => Assert.True(view.Name.Length <= SavedViewEditor.LongestName));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Views_go_with_the_account_that_kept_them(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await SaveAsync(shop, new Actor(dana.Id, Roles.Staff), "Once mine", "status=failed");
        await SaveAsync(shop, Sam, "His", "status=failed");

        await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password);
        shop.Clock.Advance(AccountErasure.Pause);
        await shop.RunJobsAsync();

        await using var db = shop.Db();
        Assert.Equal(["His"], await db.SavedViews.Select(v => v.Name).ToListAsync());
    }

    private static Task<Result<long>> SaveAsync(TestShop shop, Actor by, string name, string query, bool forEverybody = false) =>
        shop.Get<SavedViewEditor>().SaveAsync(ViewPage.Orders, name, query, forEverybody, by);

    private static async Task<List<(string Name, string Query, bool IsShared, bool MayChange)>> ListAsync(TestShop shop, Actor by) =>
        [.. (await shop.Get<SavedViewEditor>().ListAsync(ViewPage.Orders, by)).Select(v => (v.Name, v.Query, v.IsShared, v.MayChange))];
}
