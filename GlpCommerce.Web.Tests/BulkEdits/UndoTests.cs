using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Media;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Web.Tests.BulkEdits.Batches;

namespace GlpCommerce.Web.Tests.BulkEdits;

public sealed class UndoTests
{
    /// <summary>How undoing asks for the next rows that it has to put back.</summary>
    private const string NextRows = "\"AppliedVersion\" IS NOT NULL";

    private const string Whole = "sku|name|category|kind|price|weight|summary|description|stages";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_file_did_is_put_back_and_what_it_made_goes_into_the_archive(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var old = await shop.PublishedAsync(("sku", "OLD-1"));
        var before = await shop.FormAsync(old.Id);
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv(
            Whole + "|state", "OLD-1|Better Cups|wellness|Tool|30|500|Another.|Another one.|maintenance|Draft", "NEW-1|Barley|meal-prep|Food|12|300|One.|Warm it.|active|Published")));
        Assert.Equal("Better Cups", (await shop.FormAsync(old.Id))["name"]);

        var undone = await shop.UndoneAsync(applied);

        Assert.Equal((BatchState.Undone, 0), (undone.State, undone.Left));
        var product = await shop.ProductAsync(old.Id);
        Assert.Empty(ProductForm.Of(product).DifferingFrom(before));
        Assert.True(product.IsPublished);
        await using var db = shop.Db();
        Assert.True(await db.Set<GlpCommerce.Core.Catalog.Product>().Where(p => p.Sku == "NEW-1").Select(p => p.IsArchived && !p.IsPublished).SingleAsync());
        Assert.Equal(Typed.Dana.AccountId, (await db.AuditEntries.SingleAsync(e => e.Action == "catalog.import_undone")).AccountId);
        Assert.Contains(await shop.Get<ProductHistory>().SinceAsync(old.Id, old.Version + 1), change => (change.Field, change.Before, change.After) == ("price", "30.00", "24.50"));
        Assert.Equal("batch.undone", (await shop.Get<BatchEditor>().UndoAsync(Typed.Dana, applied.Id)).Problem!.Code);
        await shop.RepeatAllJobsAsync();
        Assert.Equal(product.Version, (await shop.ProductAsync(old.Id)).Version);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_somebody_has_changed_since_stays_and_is_named(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|price|summary", "OLD-1|30|Another.")));
        var form = await shop.FormAsync(draft.Id);
        form["price"] = "33";
        Assert.Empty((await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, draft.Id, draft.Version + 1, form)).Problems);

        var undone = await shop.UndoneAsync(applied);

        Assert.Equal(("33.00", "Six small cups of oats."), ((await shop.FormAsync(draft.Id))["price"], (await shop.FormAsync(draft.Id))["summary"]));
        Assert.Equal((1, "Price was changed since."), (undone.Left, (await shop.RowsAsync(undone, RowChoice.Left)).Single().Left));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_address_that_was_given_to_another_product_since_is_left_and_undoing_comes_to_its_end(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"), ("slug", "old-cups"));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|slug", "OLD-1|new-cups")));
        await shop.DraftAsync(("slug", "old-cups"));

        var undone = await shop.UndoneAsync(applied);

        Assert.Equal((BatchState.Undone, 1), (undone.State, undone.Left));
        Assert.Equal("new-cups", (await shop.FormAsync(draft.Id))["slug"]);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_address_that_is_given_away_in_the_moment_of_undoing_is_left_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (draft, other) = (await shop.DraftAsync(("sku", "OLD-1"), ("slug", "old-cups")), await shop.DraftAsync(("sku", "OLD-2"), ("slug", "other")));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|slug|price", "OLD-1|new-cups|30", "OLD-2|other|31")));

        // All that goes back is put down by now, and nothing of it is written.
        shop.Sql.Once(NextRows, () => shop.DraftAsync(("slug", "old-cups")), time: 2);
        var undone = await shop.UndoneAsync(applied);

        Assert.Equal((BatchState.Undone, 1), (undone.State, undone.Left));
        Assert.Equal("Another product has this address, or had it.", (await shop.RowsAsync(undone, RowChoice.Left)).Single().Left);
        Assert.Equal(("new-cups", "24.50"), ((await shop.FormAsync(draft.Id))["slug"], (await shop.FormAsync(other.Id))["price"]));
        Assert.DoesNotContain(await shop.JobsAsync(), job => job.LastError is not null);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_whose_products_are_written_at_each_try_to_undo_it_says_so_and_stays_done(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|price", "OLD-1|30")));
        shop.Sql.Before = async statement =>
        {
            if (statement.Contains(NextRows, StringComparison.Ordinal))
            {
                await using var db = shop.Db();
                await db.Database.ExecuteSqlAsync($"UPDATE \"Products\" SET \"Version\" = \"Version\" + 1 WHERE \"Id\" = {draft.Id}");
            }
        };

        var stands = await shop.UndoneAsync(applied);

        Assert.Equal((BatchState.Applied, BatchProblems.UndoOvertaken.Message), (stands.State, stands.Trouble));
        Assert.DoesNotContain(await shop.JobsAsync(), job => job.LastError is not null);
        shop.Sql.Before = _ => Task.CompletedTask;
        Assert.Equal((BatchState.Undone, "24.50"), ((await shop.UndoneAsync(stands)).State, (await shop.FormAsync(draft.Id))["price"]));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_clears_away_behind_the_writing_may_come_late_in_the_middle_of_undoing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (one, two) = (await shop.DraftAsync(("sku", "OLD-1")), await shop.DraftAsync(("sku", "OLD-2")));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30", "OLD-2|31"));
        Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false)).Problems);
        await shop.RunOnlyAsync(ApplyBatch.Spec.Name);
        Assert.Empty((await shop.Get<BatchEditor>().UndoAsync(Typed.Dana, planned.Id)).Problems);

        shop.Sql.Once(NextRows, () => shop.RunOnlyAsync(ClearStaged.Spec.Name), time: 2);
        await shop.RunOnlyAsync(UndoBatch.Spec.Name);

        Assert.Equal(BatchState.Undone, (await shop.Get<BatchQueries>().FindAsync(planned.Id))!.State);
        Assert.Equal(("24.50", "24.50"), ((await shop.FormAsync(one.Id))["price"], (await shop.FormAsync(two.Id))["price"]));
        Assert.Equal(2, (await shop.JobsAsync()).Where(job => job.Kind == UndoBatch.Spec.Name || job.Kind == ClearStaged.Spec.Name).Count(job => job.Attempts == 1 && job.DoneAt is not null));
        await shop.RunJobsAsync();
        await using var db = shop.Db();
        Assert.Equal(0, await db.StagedProducts.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_does_not_go_together_with_a_later_change_is_left(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"), ("diets", "vegan"));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|diets", "OLD-1|")));
        var form = await shop.FormAsync(draft.Id);
        form["allergens"] = "milk";
        Assert.Empty((await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, draft.Id, draft.Version + 1, form)).Problems);

        var undone = await shop.UndoneAsync(applied);

        Assert.Equal(("", 1), ((await shop.FormAsync(draft.Id))["diets"], undone.Left));
        Assert.Equal("\"Vegan\" does not go with the allergen \"milk\".", (await shop.RowsAsync(undone, RowChoice.Left)).Single().Left);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Words_whose_approval_ended_do_not_come_back_by_undoing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"), ("summary", "A miracle."));
        Assert.Empty((await shop.Get<ClaimApprover>().ApproveAsync(Typed.Manager, draft.Id, draft.Version, "summary", "It is the name of a mill.")).Problems);
        Assert.Empty((await shop.Get<ProductPublisher>().PublishAsync(Typed.Dana, draft.Id, draft.Version)).Problems);
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|summary", "OLD-1|Six cups.")));

        var undone = await shop.UndoneAsync(applied);

        Assert.Equal(("Six cups.", 1), ((await shop.FormAsync(draft.Id))["summary"], undone.Left));
        Assert.Contains("miracle", (await shop.RowsAsync(undone, RowChoice.Left)).Single().Left, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_begun_with_an_old_batch_as_it_is_about_to_be_forgotten_is_done(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30"));
        shop.Clock.Advance(ProductBatch.Kept + TimeSpan.FromMinutes(1));

        // It is found, and not thrown away yet.
        shop.Sql.Once("UPDATE \"ProductBatches\"", async () => Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false)).Problems));
        Assert.Equal(0, await shop.Get<BatchHousekeeping>().RunAsync());

        Assert.Equal(BatchState.Applied, (await shop.SettledAsync(planned.Id)).State);
        Assert.Equal("30.00", (await shop.FormAsync(draft.Id))["price"]);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_that_is_half_forgotten_is_seen_by_nobody_and_goes_the_next_time(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30"));
        shop.Clock.Advance(ProductBatch.Kept + TimeSpan.FromMinutes(1));
        shop.Sql.Once("DELETE FROM \"ProductBatches\"", () => throw new InvalidOperationException("The program dies."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Get<BatchHousekeeping>().RunAsync());

        Assert.Null(await shop.Get<BatchQueries>().FindAsync(planned.Id));
        Assert.Empty(await shop.Get<BatchQueries>().ListAsync(null, 10));
        Assert.Equal("batch.unknown", (await shop.Get<BatchEditor>().PlanAsync(Typed.Lee, planned.Id)).Problem!.Code);
        Assert.Equal(1, await shop.Get<BatchHousekeeping>().RunAsync());
        await using var db = shop.Db();
        Assert.Equal(0, await db.ProductBatches.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_can_be_undone_for_thirty_days_and_is_forgotten_then_with_its_file(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|price", "OLD-1|30")));

        shop.Clock.Advance(ProductBatch.Kept - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await shop.Get<BatchHousekeeping>().RunAsync());
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        var tooOld = await shop.Get<BatchEditor>().UndoAsync(Typed.Dana, applied.Id);

        Assert.Equal("batch.too_old", tooOld.Problem!.Code);
        Assert.Equal(1, await shop.Get<BatchHousekeeping>().RunAsync());
        Assert.Null(await shop.Get<IMediaStore>().OpenAsync(applied.FileKey!));
        await using var db = shop.Db();
        Assert.Equal((0, 0), (await db.ProductBatches.CountAsync(), await db.BatchRows.CountAsync()));
        Assert.Equal("batch.unknown", (await shop.Get<BatchEditor>().UndoAsync(Typed.Dana, applied.Id)).Problem!.Code);
    }
}
