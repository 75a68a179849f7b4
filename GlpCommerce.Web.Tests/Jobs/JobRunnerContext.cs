using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Jobs;

/// <summary>A kind of job whose runs do what a test says.</summary>
public abstract class JobRunnerContext
{
    private protected static readonly JobSpec Spec = new(
        "test", JobPriority.Medium, MaxAttempts: 3, FirstDelay: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(30), LongestDelay: TimeSpan.FromMinutes(1));

    /// <summary>The payloads of what <see cref="Noting"/> has run.</summary>
    private protected List<string> Ran { get; } = [];

    private protected static JobKind Doing(Func<string, JobLease, Task> handle) => new(Spec, (_, payload, lease, _) => handle(payload, lease));

    private protected static JobKind Saving(TestShop shop, string name) => Doing((_, lease) => SaveAsync(shop, lease, name, done: true));

    private protected static Task SaveAsync(TestShop shop, JobLease lease, string name, bool done)
    {
        Task Change(ShopDb db)
        {
            db.Add(Some.Product(name));
            return Task.CompletedTask;
        }

        return done ? lease.CompleteAsync(Change, default) : lease.CheckpointAsync(Change, default);
    }

    private protected JobKind Noting() => Doing((payload, _) =>
    {
        lock (Ran)
        {
            Ran.Add(payload);
        }

        return Task.CompletedTask;
    });

    private protected static async Task<Job> JobAsync(TestShop shop, Guid id) => (await shop.JobsAsync()).Single(job => job.Id == id);
}
