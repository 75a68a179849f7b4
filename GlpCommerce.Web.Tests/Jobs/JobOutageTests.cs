using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Jobs;

public sealed class JobOutageTests : JobRunnerContext
{
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
}
