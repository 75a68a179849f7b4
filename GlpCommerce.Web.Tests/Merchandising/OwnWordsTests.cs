using System.Text;
using System.Text.RegularExpressions;
using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.BulkEdits;
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
    public async Task A_comma_in_a_copy_does_not_make_the_text_anybody_elses(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var written = await WrittenAsync(shop);

        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, written.Id)).Value!;
        var ofCopy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Lee, copy.Id)).Value!;

        await OnlyAnotherApprovesAsync(shop, await SavedAsync(shop, Typed.Dana, copy, "First add hot water, slowly. CLINICALLY  proven!"));
        await OnlyAnotherApprovesAsync(shop, await SavedAsync(shop, Typed.Dana, ofCopy, "Add hot water: *clinically* proven. Then stir it well and leave it for a while."));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_comma_in_another_product_that_says_the_same_does_not_either(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await WrittenAsync(shop);

        var typedAnew = (await shop.Get<ProductEditor>().CreateAsync(Typed.Dana, Typed.Product(("description", "Add hot water - clinically proven.")))).Value!;

        await OnlyAnotherApprovesAsync(shop, typedAnew);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_sentence_that_somebody_else_moved_into_another_field_is_still_ones_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var written = await WrittenAsync(shop);
        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, written.Id)).Value!;

        foreach (var product in new[] { written, copy })
        {
            var form = await shop.FormAsync(product.Id);
            (form["description"], form["summary"]) = ("Add hot water.", "Oats for the morning. Clinically proven!");
            var moved = (await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, product.Id, product.Version, form)).Value!;

            await OnlyAnotherApprovesAsync(shop, moved, "summary");
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_copies_what_others_wrote_may_approve_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var written = await WrittenAsync(shop);

        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Other, written.Id)).Value!;
        var own = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Manager, written.Id)).Value!;

        Assert.Equal("claims.own_text", (await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, own.Id, own.Version, "description", Reason)).Problem?.Code);
        await OnlyAnotherApprovesAsync(shop, copy);
        Assert.Contains((await shop.Get<ProductHistory>().ReadAsync(copy.Id, null, 200)), change => change.Field == ProductChange.CopyOf && change.After.EndsWith($" #{written.Id}", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_written_after_a_copy_was_made_is_no_part_of_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var source = await WrittenAsync(shop, "Add hot water.");
        var copy = (await shop.Get<ProductEditor>().DuplicateAsync(Typed.Dana, source.Id)).Value!;

        await SavedAsync(shop, Typed.Manager, source, "It has been clinically proven in a trial of our own.");
        var marked = await SavedAsync(shop, Typed.Dana, copy, "Some say clinically proven, others do not know.");

        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, marked.Id, marked.Version, "description", Reason)).Problems);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_word_inside_of_another_one_and_a_name_in_passing_lock_nobody_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        var draft = (await shop.Get<ProductEditor>().CreateAsync(
            Typed.Manager, Typed.Product(("description", "The lid is secure, and the oats are healthy."), ("cautions", "Ask first if you take metformin.")))).Value!;

        var marked = await SavedAsync(shop, Typed.Dana, draft, "A cure that helps you heal. It goes well with metformin.");

        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, marked.Id, marked.Version, "description", Reason)).Problems);
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

        var sql = ProductAuthors.WrittenBy(db, 9, "description", Marked).ToQueryString();

        var plan = await db.PlanAsync(Parameter().Replace(sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..], "'9'"));

        Assert.Contains("IX_ProductChanges_AccountId_Field", plan, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Words_of_a_file_are_those_of_whoever_made_it_whoever_brings_it_in(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync();
        var draft = (await shop.Get<ProductEditor>().CreateAsync(Typed.Dana, Typed.Product(("sku", "OLD-1")))).Value!;
        var batches = shop.Get<BatchEditor>();
        var id = (await shop.TakeAsync(Encoding.UTF8.GetBytes($"sku,description\r\nOLD-1,{Marked}"), Typed.Manager)).Value;
        Assert.Empty((await batches.PlanAsync(Typed.Manager, id)).Problems);
        var planned = await shop.SettledAsync(id);
        Assert.Empty((await batches.ApplyAsync(Typed.Dana, id, planned.Round, leaveOutWrong: false)).Problems);
        Assert.Equal(BatchState.Applied, (await shop.SettledAsync(id)).State);

        await OnlyAnotherApprovesAsync(shop, draft with { Version = draft.Version + 1 });
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

    private static async Task OnlyAnotherApprovesAsync(TestShop shop, ProductVersion product, string field = "description")
    {
        var approver = shop.Get<ClaimApprover>();

        Assert.Equal("claims.own_text", (await approver.ApproveAsync(Typed.Manager, product.Id, product.Version, field, Reason)).Problem?.Code);
        Assert.Equal(("claims.marked", field), await RefusedAsync(shop, product));
        Assert.Empty((await approver.ApproveAsync(Other, product.Id, product.Version, field, Reason)).Problems);
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
