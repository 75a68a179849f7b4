using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobTriesTests : JobRunnerContext
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_keeps_failing_waits_longer_each_time_and_then_stays_to_be_read(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        var runner = shop.Runner("a", Doing((_, _) => throw new InvalidOperationException(new string('x', 3_000))));

        await runner.RunDueAsync();
        Assert.InRange((await JobAsync(shop, id)).DueAt - shop.Now, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(12.5));
        shop.Clock.Advance(TimeSpan.FromSeconds(13));
        await runner.RunDueAsync();
        Assert.InRange((await JobAsync(shop, id)).DueAt - shop.Now, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(25));
        shop.Clock.Advance(TimeSpan.FromSeconds(26));
        await runner.RunDueAsync();
        shop.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await runner.RunDueAsync());
        var dead = await JobAsync(shop, id);
        Assert.Equal((3, true, null), (dead.Attempts, dead.DeadAt is not null, dead.DoneAt));
        Assert.StartsWith("InvalidOperationException: xxx", dead.LastError, StringComparison.Ordinal);
        Assert.Equal(1000, dead.LastError!.Length);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_long_error_is_never_cut_within_a_character(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;

        await shop.Runner("a", Doing((_, _) => throw new InvalidOperationException(new string('x', 972) + "😀"))).RunDueAsync();

        Assert.Equal($"InvalidOperationException: {new string('x', 972)}", (await JobAsync(shop, id)).LastError);
    }

    [Fact]
    public void The_pause_doubles_and_has_bounds()
    {
        Assert.Equal([10, 20, 40, 60, 60], Enumerable.Range(1, 5).Select(attempt => Spec.Backoff(attempt, jitter: 0.5).TotalSeconds));
        Assert.Equal([10, 30, 60], Enumerable.Range(1, 3).Select(attempt => (Spec with { Growth = 3 }).Backoff(attempt, jitter: 0.5).TotalSeconds));
        Assert.Equal((7.5, 12.5), (Spec.Backoff(1, 0).TotalSeconds, Spec.Backoff(1, 1).TotalSeconds));
        Assert.Equal(75, Spec.Backoff(int.MaxValue, 1).TotalSeconds);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_change_that_is_refused_saves_nothing_and_the_job_goes_on(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;

        await shop.Runner("a", Doing(async (_, lease) =>
        {
            Assert.Equal("test.refused", (await EndAsync(lease, "refused", new Problem("test.refused", "No."))).Problem!.Code);
            Assert.True((await EndAsync(lease, "good", null)).Succeeded);
        })).RunDueAsync();

        await using var db = shop.Db();
        Assert.Equal(["good"], await db.Set<Core.Catalog.Product>().Select(p => p.Name).ToListAsync());
        Assert.Equal((true, 1), ((await JobAsync(shop, id)).DoneAt is not null, (await JobAsync(shop, id)).Attempts));

        static Task<Result<int>> EndAsync(JobLease lease, string name, Problem? problem) => lease.CompleteAsync(
            db =>
            {
                db.Add(Some.Product(name));
                return Task.FromResult<Result<int>>(problem is null ? 1 : problem);
            },
            default);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_kills_its_process_is_given_up_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        await DieAsync(shop, Spec.MostRuns);

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.Empty(Ran);
        var job = await JobAsync(shop, id);
        Assert.Equal((true, null), (job.DeadAt is not null, job.DoneAt));
        Assert.Contains($"{Spec.MostRuns} runs", job.LastError, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_program_that_is_killed_as_often_as_a_job_may_fail_costs_no_job(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        await DieAsync(shop, Spec.MaxAttempts);

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.Single(Ran);
        Assert.NotNull((await JobAsync(shop, id)).DoneAt);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payload_nobody_can_read_ends_where_people_look(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Core.Checkout.UpdateInventory.Spec, "{ not json")).Id;

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(30));

        var job = await JobAsync(shop, id);
        Assert.NotNull(job.DeadAt);
        Assert.StartsWith("JsonException", job.LastError, StringComparison.Ordinal);
    }

    /// <summary>A program takes the job and is killed, again and again.</summary>
    private async Task DieAsync(TestShop shop, int deaths)
    {
        for (var death = 0; death < deaths; death++)
        {
            Assert.Single(await shop.Runner("a", Noting()).ClaimAsync(1));
            shop.Clock.Advance(Spec.Lease + TimeSpan.FromSeconds(1));
        }
    }
}
