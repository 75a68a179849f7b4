using System.Text.RegularExpressions;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Merchandising;

/// <summary>Whoever wrote marked words does not approve them, whose hands ever they went through since.</summary>
public sealed partial class OwnWordsTests
{
    private const string Marked = "Add hot water. Clinically proven.";
    private const string Reason = "The maker's trial is in our file 12.";

    private static readonly Actor Other = new(10, Roles.Manager);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_copy_that_somebody_else_made_is_still_ones_own_text(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var written = await WrittenAsync(shop);

        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, written.Id)).Value!;

        await OnlyAnotherApprovesAsync(shop, copy);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_comma_of_somebody_elses_does_not_make_the_text_theirs(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var changed = await SavedAsync(shop, Typed.Dana, await WrittenAsync(shop), "Add hot water, slowly. CLINICALLY  proven.");

        await OnlyAnotherApprovesAsync(shop, changed);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Words_that_somebody_else_took_out_and_brought_back_are_still_ones_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var without = await SavedAsync(shop, Typed.Dana, await WrittenAsync(shop), "Add hot water.");
        var back = await SavedAsync(shop, Typed.Lee, without, Marked);

        await OnlyAnotherApprovesAsync(shop, back);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Half_a_word_on_the_pack_is_as_much_ones_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        var draft = (await shop.Get<ProductEditor>().CreateAsync(Typed.Manager, Typed.Product(("line1", "GLP"), ("line2", "1 Cups")))).Value!;
        var form = await shop.FormAsync(draft.Id);
        form["line2"] = "1 Cup";
        var changed = (await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, draft.Id, draft.Version, form)).Value!;

        Assert.Equal("claims.own_text", (await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, changed.Id, changed.Version, "line1", Reason)).Problem?.Code);
        Assert.Equal("claims.own_text", (await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, changed.Id, changed.Version, "line2", Reason)).Problem?.Code);
        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Other, changed.Id, changed.Version, "line1", Reason)).Problems);
        Assert.Equal(("claims.marked", "line2"), await RefusedAsync(shop, changed));
        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Other, changed.Id, changed.Version, "line2", Reason)).Problems);
        Assert.Empty((await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, changed.Id, changed.Version)).Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_only_wrote_other_words_may_approve(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await WrittenAsync(shop, "Add hot water.");

        var marked = await SavedAsync(shop, Typed.Dana, draft, Marked);

        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, marked.Id, marked.Version, "description", Reason)).Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_wrote_a_text_is_asked_by_an_index_and_not_of_the_whole_history(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await using var db = shop.Db();

        var sql = ClaimApprover.WrittenBy(db, 9, "description", Marked).ToQueryString();

        var plan = await db.PlanAsync(Parameter().Replace(sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..], "'9'"));

        Assert.Contains("IX_ProductChanges_AccountId_Field", plan, StringComparison.Ordinal);
    }

    private static async Task<ProductVersion> WrittenAsync(TestShop shop, string text = Marked)
    {
        await shop.StockAsync();
        return (await shop.Get<ProductEditor>().CreateAsync(Typed.Manager, Typed.Product(("description", text)))).Value!;
    }

    private static async Task<ProductVersion> SavedAsync(TestShop shop, Actor by, ProductVersion product, string text)
    {
        var form = await shop.FormAsync(product.Id);
        form["description"] = text;
        var saved = await shop.Get<ProductEditor>().SaveAsync(by, product.Id, product.Version, form);
        Assert.Empty(saved.Problems);
        return saved.Value!;
    }

    private static async Task OnlyAnotherApprovesAsync(TestShop shop, ProductVersion product)
    {
        var approver = shop.Get<ClaimApprover>();

        Assert.Equal("claims.own_text", (await approver.ApproveAsync(Typed.Manager, product.Id, product.Version, "description", Reason)).Problem?.Code);
        Assert.Equal(("claims.marked", "description"), await RefusedAsync(shop, product));
        Assert.Empty((await approver.ApproveAsync(Other, product.Id, product.Version, "description", Reason)).Problems);
        Assert.Empty((await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, product.Id, product.Version)).Problems);
    }

    private static async Task<(string? Code, string? Field)> RefusedAsync(TestShop shop, ProductVersion product)
    {
        var refused = await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, product.Id, product.Version);
        return (refused.Problem?.Code, refused.Problem?.Field);
    }

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
