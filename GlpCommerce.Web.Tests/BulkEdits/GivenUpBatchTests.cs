using GlpCommerce.Core.BulkEdits;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Merchandising;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Web.Tests.BulkEdits.Batches;

namespace GlpCommerce.Web.Tests.BulkEdits;

/// <summary>What becomes of a batch whose job fails as often as it may.</summary>
public sealed class GivenUpBatchTests
{
    private const string Writing = "UPDATE \"Products\"";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_that_could_not_be_written_stands_as_before_and_is_written_at_the_next_try(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30"));

        var stands = await FailedAsync(shop, planned.Id, Writing, () => shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false));

        Assert.Equal((BatchState.Planned, BatchProblems.WriteFailed.Message, 0), (stands.State, stands.Trouble, stands.Done));
        Assert.Equal(draft.Version, (await shop.ProductAsync(draft.Id)).Version);
        Assert.Equal(0, await StagedAsync(shop));
        var applied = await shop.AppliedAsync(stands);
        Assert.Equal((BatchState.Applied, null), (applied.State, applied.Trouble));
        Assert.Equal("30.00", (await shop.FormAsync(draft.Id))["price"]);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_staff_do_with_a_job_that_was_given_up_does_nothing_to_a_batch_that_is_tried_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (one, two) = (await shop.DraftAsync(("sku", "OLD-1")), await shop.DraftAsync(("sku", "OLD-2")));
        foreach (var (draft, isRetried) in new[] { (one, true), (two, false) })
        {
            var planned = await shop.PlannedAsync(Csv("sku|price", $"{(draft == one ? "OLD-1" : "OLD-2")}|30"));
            var stands = await FailedAsync(shop, planned.Id, Writing, () => shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false));
            Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, stands.Id, stands.Round, false)).Problems);

            var (desk, job) = (shop.Get<JobDesk>(), (await shop.Get<JobDesk>().GivenUpAsync()).Single().Id);
            Assert.True((isRetried ? await desk.RetryAsync(job, Typed.Manager) : await desk.DiscardAsync(job, Typed.Manager)).Succeeded);

            Assert.Equal(BatchState.Applying, (await shop.Get<BatchQueries>().FindAsync(planned.Id))!.State);
            Assert.Equal(BatchState.Applied, (await shop.SettledAsync(planned.Id)).State);
            Assert.Equal(draft.Version + 1, (await shop.ProductAsync(draft.Id)).Version);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_that_could_not_be_checked_says_so_and_is_checked_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var draft = await shop.DraftAsync(("sku", "OLD-1"));
        var file = (await shop.TakeAsync("sku,price\nOLD-1,30"u8.ToArray())).Value;

        foreach (var begin in new[]
        {
            () => shop.Get<BatchEditor>().PlanAsync(Typed.Lee, file),
            () => shop.Get<BatchEditor>().ChangeAsync(Typed.Lee, new EditOrder([draft.Id], null, new BulkChange(BulkAct.SetPrice, "31")), "A change"),
        })
        {
            var id = 0L;
            var stands = await FailedAsync(shop, null, "INSERT INTO \"ProductBatchRows\"", async () => { var begun = await begin(); id = begun.Value; return begun; });

            Assert.Equal((id, BatchState.New, BatchProblems.CheckFailed.Message), (stands.Id, stands.State, stands.Trouble));
            Assert.Empty((await shop.Get<BatchEditor>().PlanAsync(Typed.Lee, id)).Problems);
            var planned = await shop.SettledAsync(id);
            Assert.Equal((BatchState.Planned, 1, null), (planned.State, planned.Changed, planned.Trouble));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_that_could_not_be_undone_is_as_it_was_done_and_is_undone_at_the_next_try(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (one, two) = (await shop.DraftAsync(("sku", "OLD-1")), await shop.DraftAsync(("sku", "OLD-2")));
        var applied = await shop.AppliedAsync(await shop.PlannedAsync(Csv("sku|price", "OLD-1|30", "OLD-2|30")));
        var form = await shop.FormAsync(two.Id);
        form["price"] = "33";
        Assert.Empty((await shop.Get<ProductEditor>().SaveAsync(Typed.Dana, two.Id, two.Version + 1, form)).Problems);

        var stands = await FailedAsync(shop, applied.Id, Writing, () => shop.Get<BatchEditor>().UndoAsync(Typed.Dana, applied.Id));

        Assert.Equal((BatchState.Applied, BatchProblems.UndoFailed.Message), (stands.State, stands.Trouble));
        Assert.Empty(await shop.RowsAsync(stands, RowChoice.Left));
        Assert.Equal("30.00", (await shop.FormAsync(one.Id))["price"]);
        var undone = await shop.UndoneAsync(stands);
        Assert.Equal((BatchState.Undone, 1, null), (undone.State, undone.Left, undone.Trouble));
        Assert.Equal(("24.50", "33.00"), ((await shop.FormAsync(one.Id))["price"], (await shop.FormAsync(two.Id))["price"]));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_batch_that_waits_for_a_job_which_staff_discard_waits_no_longer(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.DraftAsync(("sku", "OLD-1"));
        var planned = await shop.PlannedAsync(Csv("sku|price", "OLD-1|30"));
        Assert.Empty((await shop.Get<BatchEditor>().ApplyAsync(Typed.Lee, planned.Id, planned.Round, false)).Problems);
        await using (var db = shop.Db())
        {
            // Given up by a version of the shop that put nothing back.
            await db.Jobs.Where(j => j.DoneAt == null && j.Kind == ApplyBatch.Spec.Name).ExecuteUpdateAsync(set => set.SetProperty(j => j.DeadAt, shop.Now));
        }

        Assert.True((await shop.Get<JobDesk>().DiscardAsync((await shop.Get<JobDesk>().GivenUpAsync()).Single().Id, Typed.Manager)).Succeeded);

        var stands = (await shop.Get<BatchQueries>().FindAsync(planned.Id))!;
        Assert.Equal((BatchState.Planned, BatchProblems.WriteFailed.Message), (stands.State, stands.Trouble));
        Assert.Equal(BatchState.Applied, (await shop.AppliedAsync(stands)).State);
    }

    /// <summary>Begins something, and lets a statement of its job fail as often as it is tried.</summary>
    private static async Task<ProductBatch> FailedAsync(TestShop shop, long? id, string words, Func<Task<Core.Common.Result<long>>> begin)
    {
        var begun = await begin();
        Assert.Empty(begun.Problems);
        shop.Sql.Before = statement => statement.Contains(words, StringComparison.Ordinal) ? throw new InvalidOperationException("A bug.") : Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));
        shop.Sql.Before = _ => Task.CompletedTask;
        Assert.NotEmpty(await shop.Get<JobDesk>().GivenUpAsync());
        return (await shop.Get<BatchQueries>().FindAsync(id ?? begun.Value))!;
    }

    private static async Task<int> StagedAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.StagedProducts.CountAsync();
    }
}
