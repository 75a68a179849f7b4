using System.Diagnostics;
using System.Globalization;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Bench;

/// <summary>
/// How many jobs that do nothing the shop's own engine gets through: in an empty table, and in one that is as full as a busy
/// year leaves it, where every order of the last half hour has an expiry that waits.
/// </summary>
internal static class Drain
{
    private const int Done = 1_000_000;
    private const int Waiting = 180_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly JobSpec Spec = new(
        "bench-empty", JobPriority.Medium, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(5), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(1));

    public static async Task MeasureAsync(Settings settings, Report report, CancellationToken ct)
    {
        await using var store = await Store.CreateAsync(settings, ct);
        var ran = 0;
        var kind = new JobKind(Spec, (_, _, _, _) =>
        {
            Interlocked.Increment(ref ran);
            return Task.CompletedTask;
        });
        await using var shop = await HostedShop.StartAsync(settings, store, ct, kind);
        Console.Error.WriteLine($"{settings.Jobs:N0} jobs that do nothing");
        await RunAsync("warm", settings.Jobs / 3);
        var few = await RunAsync("some", settings.Jobs);
        await AddAsync(shop, "done", Spec.Name, Done, due: TimeSpan.FromDays(-30), done: true, ct);
        await AddAsync(shop, "wait", ExpireOrder.Spec.Name, Waiting, due: TimeSpan.FromMinutes(30), done: false, ct);
        var many = await RunAsync("many", settings.Jobs);

        Note(report, "drain: empty jobs a second", few, settings);
        Note(report, $"drain: the same beside {Done:N0} done and {Waiting:N0} waiting", many, settings);
        report.Note("drain: CPU a job, and of all other processes", few.Own, string.Create(CultureInfo.InvariantCulture, $"ms, {few.Others:0.00} ms"));
        var expected = (settings.Jobs / 3) + (2 * settings.Jobs);
        report.Must("drain: each job was run once", $"{expected:N0}", $"{ran:N0}", ran == expected);

        async Task<(double PerSecond, double Own, double Others)> RunAsync(string name, int jobs)
        {
            var end = ran + jobs;
            await AddAsync(shop, name, Spec.Name, jobs, TimeSpan.Zero, done: false, ct);
            var (cpu, machine, clock) = (HostedShop.Cpu, Machine.Busy, Stopwatch.StartNew());
            shop.Get<IJobSignal>().Kick();
            while (Volatile.Read(ref ran) < end && clock.Elapsed < Patience)
            {
                await Task.Delay(5, ct);
            }

            var time = clock.Elapsed;
            var (own, all) = (HostedShop.Cpu - cpu, Machine.Busy - machine);
            return (jobs / time.TotalSeconds, own.TotalMilliseconds / jobs, (all - own).TotalMilliseconds / jobs);
        }
    }

    private static void Note(Report report, string what, (double PerSecond, double Own, double Others) run, Settings settings)
    {
        if (settings.Postgres is null)
        {
            report.Note(what, run.PerSecond, "/s");
        }
        else
        {
            report.AtLeast(what, run.PerSecond, 3_000, "/s");
        }
    }

    /// <summary>Writes many rows in one statement; both databases understand it.</summary>
    private static async Task AddAsync(
        HostedShop shop, string name, string kind, int count, TimeSpan due, bool done, CancellationToken ct)
    {
        var now = DateTime.UtcNow;
        // Ids as new jobs have them: those of one group rise together. Eight hexadecimal digits are four letters.
        var group = Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(name));
        DateTime? doneAt = done ? now + due : null;
        await using var db = shop.Get<IShopDbFactory>().Open();
        db.Database.SetCommandTimeout(Patience);
        var id = shop.Get<IShopDbFactory>().Provider == DatabaseProvider.Postgres
            ? $"('{group}-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid"
            : $"printf('{group}-0000-7000-8000-%012X', i)";
        var doneColumn = done ? "{3}" : "NULL";
        await db.Database.ExecuteSqlRawAsync(
            $$"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
            INSERT INTO "Jobs" ("Id", "Kind", "Payload", "Priority", "CreatedAt", "DueAt", "Attempts", "DoneAt")
            SELECT {{id}}, {1}, '{}', 1, {2}, {2}, 0, {{doneColumn}} FROM n
            """.Replace("'{}'", "'{{}}'", StringComparison.Ordinal),
            [count, kind, now + due, doneAt ?? now],
            ct);
        if (shop.Get<IShopDbFactory>().Provider == DatabaseProvider.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync("ANALYZE \"Jobs\"", ct);
        }
    }
}
