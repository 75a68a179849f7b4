using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Background;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace GlpCommerce.Web.Tests.Background;

public sealed class CoravelPumpTests
{
    private const int Jobs = (2 * CoravelPump.Slots) + 4;

    private static readonly JobSpec Spec = new(
        "gated", JobPriority.Medium, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromMinutes(5), LongestDelay: TimeSpan.FromMinutes(1));

    private static readonly JobSpec Urgent = Spec with { Name = "urgent", Priority = JobPriority.High };

    private static readonly JobSpec Single = Spec with { AtOnce = 1 };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_more_jobs_are_claimed_or_at_work_than_there_are_slots(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);
        using var work = new GatedWork();
        await using var engine = Engine(shop, work);
        var pump = engine.GetRequiredService<CoravelPump>();

        await Task.WhenAll(Enumerable.Range(0, 3 * CoravelPump.Slots).Select(_ => Task.Run(pump.PumpAsync)));
        await work.UntilBegunAsync(CoravelPump.Slots);
        await pump.PumpAsync();

        Assert.Equal(CoravelPump.Slots, work.Begun);
        Assert.Equal(CoravelPump.Slots, (await shop.JobsAsync()).Count(job => job.LeaseToken is not null));
        await work.FinishAllAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_job_that_ends_makes_room_for_one_other(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider);
        using var work = new GatedWork();
        await using var engine = Engine(shop, work);
        await engine.GetRequiredService<CoravelPump>().PumpAsync();
        await work.UntilBegunAsync(CoravelPump.Slots);

        for (var begun = CoravelPump.Slots + 1; begun <= Jobs; begun++)
        {
            work.LetOneEnd();
            await work.UntilBegunAsync(begun);
        }

        await work.FinishAllAsync(shop);
        Assert.Equal((Jobs, CoravelPump.Slots), (work.Begun, work.Most));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Low_priority_never_takes_every_slot(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider, Spec with { Priority = JobPriority.Low });
        using var work = new GatedWork();
        await using var engine = Engine(shop, work, Spec with { Priority = JobPriority.Low });
        var pump = engine.GetRequiredService<CoravelPump>();
        await pump.PumpAsync();
        await work.UntilBegunAsync(CoravelPump.LowSlots);
        await pump.PumpAsync();
        Assert.Equal(CoravelPump.LowSlots, work.Begun);

        await shop.AddJobAsync(Urgent);
        await pump.PumpAsync();
        await work.UntilBegunAsync(CoravelPump.LowSlots + 1);

        // One may be the urgent one.
        work.LetOneEnd();
        work.LetOneEnd();
        await work.UntilBegunAsync(CoravelPump.LowSlots + 2);

        await work.FinishAllAsync(shop);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_kind_that_runs_one_at_a_time_holds_one_slot_and_goes_on_by_itself(DatabaseProvider provider)
    {
        await using var shop = await StockedAsync(provider, Single);
        await shop.AddJobAsync(Urgent with { Priority = Single.Priority }, dueAt: shop.Now);
        using var work = new GatedWork();
        await using var engine = Engine(shop, work, Single);

        await engine.GetRequiredService<CoravelPump>().PumpAsync();
        await work.UntilBegunAsync(2);
        Assert.Equal(2, (await shop.JobsAsync()).Count(job => job.LeaseToken is not null));

        // One is the other kind's, whichever ends first.
        work.LetOneEnd();
        work.LetOneEnd();
        await work.UntilBegunAsync(3);
        await work.FinishAllAsync(shop);
        Assert.Equal(2, work.Most);
    }

    private static async Task<TestShop> StockedAsync(DatabaseProvider provider, JobSpec? spec = null)
    {
        var shop = await TestShop.OpenAsync(provider);
        for (var i = 0; i < Jobs; i++)
        {
            await shop.AddJobAsync(spec ?? Spec, dueAt: shop.Now.AddSeconds(-1));
        }

        return shop;
    }

    /// <summary>The shop's own engine, without the second hand that would look by itself.</summary>
    private static ServiceProvider Engine(TestShop shop, GatedWork work, JobSpec? spec = null)
    {
        var services = new ServiceCollection().AddLogging()
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton(shop.Runner("test", new JobKind(spec ?? Spec, (_, _, _, ct) => work.DoAsync(ct)), new JobKind(Urgent, (_, _, _, ct) => work.DoAsync(ct))));
        services.AddJobEngine();
        return services.BuildServiceProvider();
    }

    /// <summary>Jobs that begin, and end when they are let.</summary>
    private sealed class GatedWork : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(0);
        private readonly Lock _counting = new();
        private int _atWork;

        public int Begun { get; private set; }

        /// <summary>How many were at work at one time.</summary>
        public int Most { get; private set; }

        public void LetOneEnd() => _gate.Release();

        public Task<int> UntilBegunAsync(int jobs) => Poll.UntilAsync(() => Task.FromResult(Begun), begun => begun >= jobs, $"{jobs} jobs to begin");

        public async Task FinishAllAsync(TestShop shop)
        {
            _gate.Release(Jobs);
            await Poll.UntilAsync(shop.JobsAsync, jobs => jobs.TrueForAll(job => job.DoneAt is not null), "every job to be done");
        }

        public async Task DoAsync(CancellationToken ct)
        {
            lock (_counting)
            {
                Begun++;
                Most = Math.Max(Most, ++_atWork);
            }

            await _gate.WaitAsync(ct);
            lock (_counting)
            {
                _atWork--;
            }
        }

        public void Dispose() => _gate.Dispose();
    }
}
