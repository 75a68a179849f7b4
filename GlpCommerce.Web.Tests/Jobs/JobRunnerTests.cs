using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobRunnerTests
{
    private static readonly JobSpec Spec = new(
        "test", JobPriority.Medium, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(1));

    private readonly List<string> _ran = [];

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

        Assert.Equal(Enumerable.Range(0, 24).Select(i => $"{i}").Order(), _ran.Order());
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

        Assert.Equal(["high", "old", "new", "low"], _ran);
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

        Assert.Equal(["low, 11 minutes", "high, new", "low, 6 minutes", "medium, new", "low, new"], _ran);
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
    public async Task What_a_job_leaves_behind_is_put_right_as_it_is_given_up_and_as_it_is_discarded(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec with { MaxAttempts = 1 })).Id;
        var kind = Leaving(db =>
        {
            db.Add(Some.Product("Put right"));
            return Task.CompletedTask;
        });

        await shop.Runner("a", kind).RunDueAsync();
        Assert.Equal((1, true), (await ProductsAsync(shop), (await JobAsync(shop, id)).DeadAt is not null));

        await Desk(shop, kind).DiscardAsync(id, Typed.Manager);
        Assert.Equal((2, true), (await ProductsAsync(shop), (await JobAsync(shop, id)).DoneAt is not null));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_whose_leavings_cannot_be_put_right_is_given_up_all_the_same_and_nothing_of_them_is_saved(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec with { MaxAttempts = 1 })).Id;
        var kind = Leaving(async db =>
        {
            db.Add(Some.Product("Half"));
            await db.SaveChangesAsync();
            throw new InvalidOperationException("It cannot be put right.");
        });

        await shop.Runner("a", kind).RunDueAsync();

        var dead = await JobAsync(shop, id);
        Assert.Equal((true, null, 0), (dead.DeadAt is not null, dead.LeaseToken, await ProductsAsync(shop)));
        Assert.Equal("InvalidOperationException: No.", dead.LastError);
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
    public async Task A_run_that_a_stopping_program_breaks_off_does_not_count(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        foreach (var error in new Exception[] { new OperationCanceledException(), new HttpRequestException("The line was closed.") })
        {
            using var stopping = new CancellationTokenSource();
            var runner = shop.Runner("a", Doing((_, _) =>
            {
                stopping.Cancel();
                throw error;
            }));

            await runner.RunAsync(Assert.Single(await runner.ClaimAsync(1)), stopping.Token);

            var job = await JobAsync(shop, id);
            Assert.Equal((0, null, null, null), (job.Attempts, job.LeaseToken, job.DeadAt, job.LastError));
        }

        Assert.Equal(1, await shop.Runner("b", Noting()).RunDueAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_run_that_the_shops_own_full_disk_breaks_off_does_not_count_and_is_made_again_soon(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        for (var run = 0; run < Spec.MaxAttempts + 1; run++)
        {
            await shop.Runner("a", Doing((_, _) => throw new IOException("No space left on device", 28))).RunDueAsync();

            var job = await JobAsync(shop, id);
            Assert.Equal((0, null, null), (job.Attempts, job.LeaseToken, job.DeadAt));
            shop.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, await shop.Runner("a", Noting()).RunDueAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Trouble_that_passes_does_not_count_while_the_job_is_young_and_counts_later(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var patient = Spec with { Passes = error => error is HttpRequestException, Patience = TimeSpan.FromMinutes(10) };
        var id = (await shop.AddJobAsync(patient)).Id;
        var runner = shop.Runner("a", Doing((_, _) => throw new HttpRequestException("Nobody answers.")) with { Spec = patient });
        var pauses = new List<double>();
        for (var end = shop.Now + patient.Patience; shop.Now < end; shop.Clock.Advance(TimeSpan.FromSeconds(pauses[^1] + 1)))
        {
            await runner.RunDueAsync();
            var job = await JobAsync(shop, id);
            Assert.Equal((0, null, "HttpRequestException: Nobody answers."), (job.Attempts, job.DeadAt, job.LastError));
            pauses.Add((job.DueAt - shop.Now).TotalSeconds);
        }

        Assert.InRange(pauses[0], 7.5, 12.5);
        Assert.InRange(pauses[^1], 45, 75);
        for (var run = 1; run <= patient.MaxAttempts; run++)
        {
            await runner.RunDueAsync();
            Assert.Equal(run, (await JobAsync(shop, id)).Attempts);
            shop.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.NotNull((await JobAsync(shop, id)).DeadAt);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_kills_its_process_is_given_up_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;
        await DieAsync(shop, Spec.MostRuns);

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.Empty(_ran);
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

        Assert.Single(_ran);
        Assert.NotNull((await JobAsync(shop, id)).DoneAt);
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
        Assert.Equal("known", _ran[0]);
        Assert.NotNull((await JobAsync(shop, id)).DoneAt);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_handler_that_saves_nothing_is_done_all_the_same(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = (await shop.AddJobAsync(Spec)).Id;

        await shop.Runner("a", Noting()).RunDueAsync();

        Assert.NotNull((await JobAsync(shop, id)).DoneAt);
    }

    private static JobKind Doing(Func<string, JobLease, Task> handle) => new(Spec, (_, payload, lease, _) => handle(payload, lease));

    /// <summary>A kind that fails at once, and leaves something behind.</summary>
    private static JobKind Leaving(Func<ShopDb, Task> putRight) =>
        new(Spec with { MaxAttempts = 1 }, (_, _, _, _) => throw new InvalidOperationException("No.")) { GivenUp = (_, _, db, _) => putRight(db) };

    private static JobDesk Desk(TestShop shop, JobKind kind) =>
        new(shop.Databases, [kind], shop.Get<IServiceScopeFactory>(), shop.Get<IJobSignal>(), shop.Get<AuditLog>(), shop.Clock);

    private static async Task<int> ProductsAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Products.CountAsync();
    }

    private static JobKind Saving(TestShop shop, string name) => Doing((_, lease) => SaveAsync(shop, lease, name, done: true));

    private static Task SaveAsync(TestShop shop, JobLease lease, string name, bool done)
    {
        Task Change(ShopDb db)
        {
            db.Add(Some.Product(name));
            return Task.CompletedTask;
        }

        return done ? lease.CompleteAsync(Change, default) : lease.CheckpointAsync(Change, default);
    }

    private JobKind Noting() => Doing((payload, _) =>
    {
        lock (_ran)
        {
            _ran.Add(payload);
        }

        return Task.CompletedTask;
    });

    private static async Task<Job> JobAsync(TestShop shop, Guid id) => (await shop.JobsAsync()).Single(job => job.Id == id);
}
