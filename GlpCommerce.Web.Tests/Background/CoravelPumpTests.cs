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

    private static async Task<TestShop> StockedAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        for (var i = 0; i < Jobs; i++)
        {
            await shop.AddJobAsync(Spec);
        }

        return shop;
    }

    /// <summary>The shop's own engine, without the second hand that would look by itself.</summary>
    private static ServiceProvider Engine(TestShop shop, GatedWork work)
    {
        var services = new ServiceCollection().AddLogging()
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton(shop.Runner("test", new JobKind(Spec, (_, _, _, ct) => work.DoAsync(ct))));
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
