using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobLeaseTests : JobRunnerContext
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_kind_is_leased_for_as_long_as_it_may_take(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var slow = Spec with { Name = "slow", Timeout = TimeSpan.FromMinutes(20) };
        await shop.AddJobAsync(Spec);
        await shop.AddJobAsync(slow);

        Assert.Equal(2, (await shop.Runner("a", Noting(), Noting() with { Spec = slow }).ClaimAsync(5)).Count);

        Assert.Equal([slow.Lease, Spec.Lease], (await shop.JobsAsync()).OrderBy(job => job.Kind).Select(job => job.LeasedUntil - shop.Now));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_without_a_change_is_finished_in_one_statement(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AddJobAsync(Spec);
        var runner = shop.Runner("a", Noting());
        var job = Assert.Single(await runner.ClaimAsync(1));

        Assert.Single(await shop.Sql.DuringAsync(() => runner.RunAsync(job)));

        Assert.NotNull(Assert.Single(await shop.JobsAsync()).DoneAt);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_worker_that_lost_its_lease_does_not_finish_an_empty_job_either(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        var late = shop.Runner("a", Noting());
        var job = Assert.Single(await late.ClaimAsync(1));
        shop.Clock.Advance(Spec.Lease + TimeSpan.FromSeconds(1));
        Assert.Single(await shop.Runner("b", Noting()).ClaimAsync(1));

        await late.RunAsync(job);

        Assert.Equal((null, "b"), ((await JobAsync(shop, id)).DoneAt, (await JobAsync(shop, id)).LeaseOwner));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_worker_that_lost_its_lease_saves_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        var second = shop.Runner("b", Saving(shop, "second"));
        var first = shop.Runner("a", Doing(async (_, lease) =>
        {
            shop.Clock.Advance(Spec.Lease + TimeSpan.FromSeconds(1));
            await second.RunDueAsync();
            await Assert.ThrowsAsync<LeaseLostException>(() => SaveAsync(shop, lease, "checkpoint", done: false));
            await SaveAsync(shop, lease, "first", done: true);
        }));

        await first.RunDueAsync(limit: 1);

        await using var db = shop.Db();
        Assert.Equal(["second"], await db.Set<Core.Catalog.Product>().Select(p => p.Name).ToListAsync());
        var job = await JobAsync(shop, id);
        Assert.Equal((true, 2, "b", null), (job.DoneAt is not null, job.Attempts, job.LeaseOwner, job.LastError));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_lease_that_still_runs_is_left_alone(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AddJobAsync(Spec);
        Assert.Single(await shop.Runner("a", Noting()).ClaimAsync(5));

        shop.Clock.Advance(Spec.Lease - TimeSpan.FromSeconds(1));
        Assert.Empty(await shop.Runner("b", Noting()).ClaimAsync(5));
        shop.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, Assert.Single(await shop.Runner("b", Noting()).ClaimAsync(5)).Attempt);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_handler_that_saves_nothing_is_done_all_the_same(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.NotNull((await JobAsync(shop, id)).DoneAt);
    }
}
