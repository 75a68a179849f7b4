using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobRunnerTests : JobRunnerContext
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_runners_never_run_the_same_job(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        for (var i = 0; i < 24; i++)
        {
            await shop.AddJobAsync(Spec, $"{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => shop.Runner($"node-{i}", Noting()).RunDueAsync())));
        await shop.Runner("node-0", Noting()).RunDueAsync();

        Assert.Equal(Enumerable.Range(0, 24).Select(i => $"{i}").Order(), Ran.Order());
        Assert.All(await shop.JobsAsync(), job => Assert.Equal((true, 1), (job.DoneAt is not null, job.Attempts)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_more_urgent_comes_first_and_then_the_older(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, "low");
        await shop.AddJobAsync(Spec, "new", shop.Now.AddSeconds(-1));
        await shop.AddJobAsync(Spec, "old", shop.Now.AddSeconds(-2));
        await shop.AddJobAsync(Spec with { Priority = JobPriority.High }, "high");
        await shop.AddJobAsync(Spec with { Priority = JobPriority.High }, "later", shop.Now.AddSeconds(1));

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.Equal(["high", "old", "new", "low"], Ran);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_waits_long_becomes_urgent_so_that_nothing_starves(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, "low, 11 minutes", shop.Now.AddMinutes(-11));
        await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, "low, 6 minutes", shop.Now.AddMinutes(-6));
        await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, "low, new");
        await shop.AddJobAsync(Spec, "medium, new");
        await shop.AddJobAsync(Spec with { Priority = JobPriority.High }, "high, new");

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.Equal(["low, 11 minutes", "high, new", "low, 6 minutes", "medium, new", "low, new"], Ran);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Several_are_taken_in_one_statement_the_most_urgent_first_and_no_more_than_asked(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, "low");
        await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, "low, 11 minutes", shop.Now.AddMinutes(-11));
        await shop.AddJobAsync(Spec with { Priority = JobPriority.High }, "high");
        await shop.AddJobAsync(Spec with { Priority = JobPriority.High }, "later", shop.Now.AddSeconds(1));
        await shop.AddJobAsync(Spec, "medium");
        var runner = shop.Runner("a", Noting());

        IReadOnlyList<ClaimedJob> claimed = [];
        var statements = await shop.Sql.DuringAsync(async () => claimed = await runner.ClaimAsync(3));

        Assert.Single(statements);
        Assert.Equal(["low, 11 minutes", "high", "medium"], claimed.Select(job => job.Payload));
        Assert.Equal(["low"], (await shop.Runner("b", Noting()).ClaimAsync(3)).Select(job => job.Payload));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_kind_this_version_does_not_know_waits_for_the_version_that_does(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var future = Spec with { Name = "from-the-future" };
        var id = (await shop.AddJobAsync(future)).Id;
        await shop.AddJobAsync(Spec, "known");

        await shop.Runner("old", Noting()).RunDueAsync();
        var waiting = await JobAsync(shop, id);
        await shop.Runner("new", Noting() with { Spec = future }).RunDueAsync();

        Assert.Equal((0, null, null), (waiting.Attempts, waiting.DeadAt, waiting.LeaseToken));
        Assert.Equal("known", Ran[0]);
        Assert.NotNull((await JobAsync(shop, id)).DoneAt);
    }
}
