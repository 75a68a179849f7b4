using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobsAtOnceTests : JobRunnerContext
{
    private static readonly JobSpec Large = Spec with { Name = "large", AtOnce = 2 };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_a_bounded_kind_only_so_many_are_taken_and_another_when_one_has_ended(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var runner = await WithLargeAsync(shop, 4);
        await shop.AddJobAsync(Spec, "small");

        var claimed = await runner.ClaimAsync(10);
        Assert.Equal(["large 0", "large 1", "small"], claimed.Select(job => job.Payload));
        Assert.Empty(await runner.ClaimAsync(10));
        await runner.RunAsync(claimed[0]);

        Assert.Equal(["large 2"], (await runner.ClaimAsync(10)).Select(job => job.Payload));
        Assert.Equal([1, 1, 1, 0], (await shop.JobsAsync()).Where(job => job.Kind == Large.Name).OrderBy(job => job.Payload).Select(job => job.Attempts));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_stands_behind_many_of_a_bounded_kind_is_taken_with_the_next_look(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var runner = await WithLargeAsync(shop, 10);
        await shop.AddJobAsync(Spec, "small");

        Assert.Equal(["large 0", "large 1"], (await runner.ClaimAsync(5)).Select(job => job.Payload));
        Assert.Equal(["small"], (await runner.ClaimAsync(3)).Select(job => job.Payload));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_program_has_a_bound_of_its_own(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var runner = await WithLargeAsync(shop, 5);

        Assert.Equal(2, (await runner.ClaimAsync(10)).Count);

        Assert.Equal(["large 2", "large 3"], (await shop.Runner("b", Noting() with { Spec = Large }).ClaimAsync(10)).Select(job => job.Payload));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_run_that_fails_or_lost_its_lease_makes_room_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await WithLargeAsync(shop, 3);
        var runner = shop.Runner("a", Doing((payload, _) => throw (payload == "large 0" ? new InvalidOperationException() : new LeaseLostException(Guid.Empty))) with { Spec = Large });

        Assert.Equal(3, await runner.RunDueAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Those_who_look_at_the_same_moment_share_the_bound(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var runner = await WithLargeAsync(shop, 12);

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => runner.ClaimAsync(2))));

        Assert.Equal(Large.AtOnce, claims.Sum(claimed => claimed.Count));
        Assert.Empty(await runner.ClaimAsync(2));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_more_of_low_priority_are_taken_than_is_said_however_long_they_wait(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        for (var i = 0; i < 4; i++)
        {
            await shop.AddJobAsync(Spec with { Priority = JobPriority.Low }, $"low {i}", shop.Now.AddMinutes(i - 30));
        }

        await shop.AddJobAsync(Spec, "medium");
        var runner = shop.Runner("a", Noting());

        Assert.Equal(["low 0", "low 1", "medium"], (await runner.ClaimAsync(5, low: 2)).Select(job => job.Payload));
        Assert.Empty(await runner.ClaimAsync(5, low: 0));
        Assert.Equal(["low 2", "low 3"], (await runner.ClaimAsync(5)).Select(job => job.Payload));
    }

    /// <summary>A runner that knows both kinds, and so many large jobs, the oldest first.</summary>
    private async Task<JobRunner> WithLargeAsync(TestShop shop, int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            await shop.AddJobAsync(Large, $"large {i}", shop.Now.AddSeconds(i - jobs));
        }

        return shop.Runner("a", Noting(), Noting() with { Spec = Large });
    }
}
