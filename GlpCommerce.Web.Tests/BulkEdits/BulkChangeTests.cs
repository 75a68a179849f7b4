using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.BulkEdits;

public sealed class BulkChangeTests
{
    [Theory]
    [InlineData(BulkAct.SetPrice, "9.99", "price", "9.99")]
    [InlineData(BulkAct.MovePrice, "-2.5", "price", "22.00")]
    [InlineData(BulkAct.MovePricePercent, "-33.33", "price", "16.33")]
    [InlineData(BulkAct.MovePricePercent, "10%", "price", "26.95")]
    [InlineData(BulkAct.SetCategory, "wellness", "category", "wellness")]
    [InlineData(BulkAct.AddStage, "maintenance", "stages", "starting\nactive\nmaintenance")]
    [InlineData(BulkAct.RemoveStage, "starting", "stages", "active")]
    [InlineData(BulkAct.AddNeed, "fiber", "needs", "fiber")]
    [InlineData(BulkAct.AddDiet, "vegan", "diets", "vegan")]
    [InlineData(BulkAct.Archive, "", "state", "Archived")]
    [InlineData(BulkAct.Publish, "", "state", "Published")]
    public async Task One_change_is_made_to_each_product_that_was_ticked(BulkAct act, string value, string field, string after)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var (one, two) = (await shop.DraftAsync(), await shop.DraftAsync(("name", "Other Cups")));

        var planned = await shop.PlannedAsync(new BulkChange(act, value), one.Id);
        await shop.AppliedAsync(planned);

        var change = (await shop.RowsAsync(planned)).Single().ChangeList.Single();
        Assert.Equal((field, after), (change.Field, change.After));
        var product = await shop.ProductAsync(one.Id);
        Assert.Equal(after, field == "state" ? product.StateOf().ToString() : ProductForm.Of(product)[field]);
        Assert.Equal(two.Version, (await shop.ProductAsync(two.Id)).Version);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task All_that_a_filter_shows_are_changed_and_put_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (tea, cup) = (await shop.PublishedAsync(("name", "Tea"), ("category", "wellness")), await shop.PublishedAsync(("name", "Cup")));
        var order = new EditOrder(null, new StaffProductFilter { Category = Category.Wellness }, new BulkChange(BulkAct.Unpublish, ""));

        var begun = await shop.Get<BatchEditor>().ChangeAsync(Typed.Lee, order, "Off the shelf");
        var applied = await shop.AppliedAsync(await shop.SettledAsync(begun.Value));

        Assert.Equal((1, 1), (applied.Changed, applied.Rows));
        Assert.Equal((false, true), ((await shop.ProductAsync(tea.Id)).IsPublished, (await shop.ProductAsync(cup.Id)).IsPublished));
        await using var db = shop.Db();
        Assert.True(await db.Set<GlpCommerce.Core.Staff.AuditEntry>().AnyAsync(e => e.Action == "catalog.bulk_edited"));
        await shop.UndoneAsync(applied);
        Assert.True((await shop.ProductAsync(tea.Id)).IsPublished);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_went_into_the_archive_comes_out_of_it_together_and_only_that_becomes_a_draft(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (tea, cup) = (await shop.PublishedAsync(("name", "Tea")), await shop.PublishedAsync(("name", "Cup")));
        await shop.AppliedAsync(await shop.PlannedAsync(new BulkChange(BulkAct.Archive, ""), tea.Id));

        var restored = await shop.AppliedAsync(await shop.PlannedAsync(new BulkChange(BulkAct.Restore, ""), tea.Id, cup.Id));

        Assert.Equal((1, 2), (restored.Changed, restored.Rows));
        Assert.Equal((ProductState.Draft, ProductState.Published), ((await shop.ProductAsync(tea.Id)).StateOf(), (await shop.ProductAsync(cup.Id)).StateOf()));
        await shop.UndoneAsync(restored);
        Assert.Equal(ProductState.Archived, (await shop.ProductAsync(tea.Id)).StateOf());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_marked_is_not_published_with_the_others(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (good, bad) = (await shop.DraftAsync(("name", "Tea")), await shop.DraftAsync(("name", "Cup"), ("summary", "Cures diabetes.")));

        var planned = await shop.PlannedAsync(new BulkChange(BulkAct.Publish, ""), good.Id, bad.Id);
        await shop.AppliedAsync(planned, leaveOutWrong: true);

        Assert.Equal("Summary", (await shop.RowsAsync(planned, RowChoice.Wrong)).Single().ProblemList.Single().Column);
        Assert.Equal((true, false), ((await shop.ProductAsync(good.Id)).IsPublished, (await shop.ProductAsync(bad.Id)).IsPublished));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_product_that_waits_for_its_hour_waits_again_after_undoing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync();
        var at = shop.Now.Date.AddDays(2);
        Assert.Empty((await shop.Get<ProductPublisher>().ScheduleAsync(Typed.Dana, draft.Id, draft.Version, at)).Problems);
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(new BulkChange(BulkAct.Archive, ""), draft.Id));
        Assert.Null((await shop.ProductAsync(draft.Id)).PublishAt);

        await shop.UndoneAsync(applied);

        Assert.Equal(at, (await shop.ProductAsync(draft.Id)).PublishAt);
        shop.Clock.Advance(TimeSpan.FromDays(3));
        await shop.RunJobsAsync();
        Assert.True((await shop.ProductAsync(draft.Id)).IsPublished);
    }

    [Theory]
    [InlineData(BulkAct.SetPrice, "0")]
    [InlineData(BulkAct.SetPrice, "1000000")]
    [InlineData(BulkAct.SetPrice, "cheap")]
    [InlineData(BulkAct.MovePrice, "0.001")]
    [InlineData(BulkAct.MovePricePercent, "-100")]
    [InlineData(BulkAct.SetCategory, "garden")]
    [InlineData(BulkAct.AddNeed, "nausea")]
    [InlineData((BulkAct)99, "")]
    public void A_change_that_makes_no_sense_is_refused(BulkAct act, string value) =>
        Assert.Equal("batch.change_invalid", new BulkChange(act, value).Check()!.Code);

    [Fact]
    public async Task A_price_that_would_become_too_small_is_a_wrong_row()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var cheap = await shop.DraftAsync(("price", "1.00"));

        var planned = await shop.PlannedAsync(new BulkChange(BulkAct.MovePrice, "-1"), cheap.Id);

        Assert.Equal(["A price is from $0.01 to $100,000.00."], await shop.SentencesAsync(planned));
    }
}
