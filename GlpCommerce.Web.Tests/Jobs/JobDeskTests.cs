using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobDeskTests
{
    private static readonly Actor Manager = new(7, Roles.Manager);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_queue_is_counted_by_what_waits_works_and_was_given_up(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var due = shop.Now.AddMinutes(-3);
        await AddAsync(shop, job => job.DueAt = due);
        await AddAsync(shop, job => job.DueAt = shop.Now.AddHours(1));
        await AddAsync(shop, job => (job.LeaseToken, job.LeasedUntil) = (Guid.NewGuid(), shop.Now.AddMinutes(1)));
        await AddAsync(shop, job => job.DoneAt = shop.Now);
        var dead = await AddAsync(shop, job => (job.DeadAt, job.LastError) = (shop.Now, "TimeoutException: nobody answered"));

        Assert.Equal(new JobState(Due: 1, Running: 1, Later: 1, GivenUp: 1, due), await shop.Get<JobDesk>().StateAsync());
        var given = Assert.Single(await shop.Get<JobDesk>().GivenUpAsync());
        Assert.Equal((dead, "TimeoutException: nobody answered"), (given.Id, given.Error));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_given_up_job_that_is_tried_again_has_all_its_tries_and_is_written_down_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await AddAsync(shop, job => (job.DeadAt, job.Attempts) = (shop.Now, 3));

        var first = await shop.Get<JobDesk>().RetryAsync(id, Manager);
        var second = await shop.Get<JobDesk>().RetryAsync(id, Manager);

        await using var db = shop.Db();
        var job = await db.Jobs.SingleAsync(j => j.Id == id);
        Assert.Equal((id, "job.not_given_up"), (first.Value, second.Problem?.Code));
        Assert.Equal((null, 0, shop.Now), (job.DeadAt, job.Attempts, job.DueAt));
        Assert.Equal([("job.retried", 7L)], (await db.AuditEntries.ToListAsync()).Select(e => (e.Action, e.AccountId)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_discarded_job_never_runs_and_is_not_listed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var id = await AddAsync(shop, job => job.DeadAt = shop.Now);

        Assert.True((await shop.Get<JobDesk>().DiscardAsync(id, Manager)).Succeeded);

        Assert.Empty(await shop.Get<JobDesk>().GivenUpAsync());
        Assert.Equal("job.not_given_up", (await shop.Get<JobDesk>().RetryAsync(id, Manager)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_waits_for_later_is_listed_what_failed_first_and_why(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var planned = await AddAsync(shop, job => job.DueAt = shop.Now.AddMinutes(5));
        var failed = await AddAsync(shop, job => (job.DueAt, job.Attempts, job.LastError) = (shop.Now.AddHours(1), 2, "TimeoutException: nobody answered"));
        await AddAsync(shop, job => job.DueAt = shop.Now);
        await AddAsync(shop, job => (job.DueAt, job.DoneAt) = (shop.Now.AddHours(1), shop.Now));
        await AddAsync(shop, job => (job.DueAt, job.DeadAt) = (shop.Now.AddHours(1), shop.Now));
        await AddAsync(shop, job => (job.DueAt, job.LeaseToken) = (shop.Now.AddHours(1), Guid.NewGuid()));

        var waiting = await shop.Get<JobDesk>().WaitingAsync();

        Assert.Equal(
            [(failed, 2, shop.Now.AddHours(1), "TimeoutException: nobody answered"), (planned, 0, shop.Now.AddMinutes(5), null)],
            waiting.Select(job => (job.Id, job.Attempts, job.DueAt, job.Error)));
        Assert.Equal(waiting.Count, (await shop.Get<JobDesk>().StateAsync()).Later);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_waits_for_another_try_has_it_now_and_what_is_planned_keeps_its_hour(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var planned = await AddAsync(shop, job => job.DueAt = shop.Now.AddHours(1));
        var failed = await AddAsync(shop, job => (job.DueAt, job.Attempts, job.LastError) = (shop.Now.AddHours(1), 2, "TimeoutException: nobody answered"));

        var first = await shop.Get<JobDesk>().RunNowAsync(failed, Manager);
        var second = await shop.Get<JobDesk>().RunNowAsync(failed, Manager);

        Assert.Equal((failed, "job.not_waiting"), (first.Value, second.Problem?.Code));
        Assert.Equal("job.not_waiting", (await shop.Get<JobDesk>().RunNowAsync(planned, Manager)).Problem?.Code);
        await using var db = shop.Db();
        Assert.Equal([(planned, shop.Now.AddHours(1), 0), (failed, shop.Now, 2)], (await db.Jobs.OrderBy(j => j.Attempts).ToListAsync()).Select(j => (j.Id, j.DueAt, j.Attempts)));
        Assert.Equal([("job.hurried", $"job:{failed:N}")], (await db.AuditEntries.ToListAsync()).Select(e => (e.Action, e.Subject)));
    }

    [Fact]
    public async Task Staff_may_look_and_not_touch()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var id = await AddAsync(shop, job => job.DeadAt = shop.Now);

        Assert.Equal("staff.not_allowed", (await shop.Get<JobDesk>().RetryAsync(id, new Actor(7, Roles.Staff))).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<JobDesk>().DiscardAsync(id, new Actor(7, Roles.Staff))).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<JobDesk>().RunNowAsync(id, new Actor(7, Roles.Staff))).Problem?.Code);
        Assert.Single(await shop.Get<JobDesk>().GivenUpAsync());
    }

    private static async Task<Guid> AddAsync(TestShop shop, Action<Job> set)
    {
        var job = new Job { Kind = "test", Payload = "{}", CreatedAt = shop.Now, DueAt = shop.Now };
        set(job);
        await using var db = shop.Db();
        db.Jobs.Add(job);
        await db.SaveChangesAsync();
        return job.Id;
    }
}
