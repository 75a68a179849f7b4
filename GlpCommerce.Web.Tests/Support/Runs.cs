using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Other ways to run a shop's jobs than from one end to the other.</summary>
internal static class Runs
{
    /// <summary>A runner in another process: it shares the database and nothing else.</summary>
    public static JobRunner Runner(this TestShop shop, string instance, params JobKind[] kinds) => new(
        shop.Databases, shop.Get<IServiceScopeFactory>(), kinds.Length > 0 ? kinds : shop.Get<IEnumerable<JobKind>>(),
        new InstanceName(instance), shop.Clock, NullLogger<JobRunner>.Instance);

    /// <summary>Takes the next due job and dies somewhere inside it, so that nothing is caught, counted or given back.</summary>
    public static async Task DieInNextJobAsync(this TestShop shop)
    {
        var job = Assert.Single(await shop.Get<JobRunner>().ClaimAsync(1));
        var kind = shop.Get<IEnumerable<JobKind>>().Single(k => k.Spec.Name == job.Kind);
        await using var scope = shop.Get<IServiceScopeFactory>().CreateAsyncScope();
        var lease = new JobLease(shop.Databases, job.Id, job.Token, shop.Clock);
        await Assert.ThrowsAsync<ProcessDiedException>(() => kind.Invoke(scope.ServiceProvider, job.Payload, lease, default));
    }

    /// <summary>The program starts again: it takes up what it had in hand, and works on.</summary>
    public static async Task RestartAsync(this TestShop shop)
    {
        shop.Gateway.Before = shop.Gateway.After = _ => Task.CompletedTask;
        await shop.Get<JobRunner>().ReleaseOwnAsync();
        await shop.RunJobsAsync();
    }

    /// <summary>Puts every job that was ever done back as if its completion had been lost, and runs them all once more.</summary>
    public static async Task RepeatAllJobsAsync(this TestShop shop)
    {
        await using (var db = shop.Db())
        {
            await db.Jobs.ExecuteUpdateAsync(set => set
                .SetProperty(j => j.DoneAt, (DateTime?)null).SetProperty(j => j.LeaseToken, (Guid?)null)
                .SetProperty(j => j.LeasedUntil, (DateTime?)null).SetProperty(j => j.Attempts, 0).SetProperty(j => j.DueAt, shop.Now));
        }

        await shop.RunJobsAsync();
        Assert.All(await shop.JobsAsync(), job => Assert.NotNull(job.DoneAt));
    }

    /// <summary>Runs the jobs of one kind that an order has open, each once, and no others.</summary>
    public static async Task RunOnlyAsync(this TestShop shop, string kind, long ofOrder)
    {
        var job = shop.Get<IEnumerable<JobKind>>().Single(k => k.Spec.Name == kind);
        await using (var db = shop.Db())
        {
            await db.Jobs.Where(j => j.Kind == kind && j.Payload == $"{{\"OrderId\":{ofOrder}}}").ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, shop.Now));
        }

        await shop.Runner("only", job).RunDueAsync();
        Assert.DoesNotContain(await shop.JobsAsync(), j => j.LastError is not null);
    }

    /// <summary>Runs the jobs of one kind now, as if all other workers were busy: what follows from them waits.</summary>
    public static async Task RunOnlyAsync(this TestShop shop, string kind)
    {
        await using (var db = shop.Db())
        {
            await db.Jobs.Where(j => j.Kind == kind).ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, shop.Now));
        }

        await shop.Runner("only", shop.Get<IEnumerable<JobKind>>().Single(k => k.Spec.Name == kind)).RunDueAsync();
    }

    /// <summary>All jobs, in no order: they are made in one moment, within which their ids are random.</summary>
    public static async Task<List<Job>> JobsAsync(this TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Jobs.AsNoTracking().ToListAsync();
    }

    public static async Task<Job> AddJobAsync(this TestShop shop, JobSpec spec, string payload = "{}", DateTime? dueAt = null)
    {
        var job = new Job { Kind = spec.Name, Payload = payload, Priority = (int)spec.Priority, CreatedAt = shop.Now, DueAt = dueAt ?? shop.Now };
        await using var db = shop.Db();
        db.Jobs.Add(job);
        await db.SaveChangesAsync();
        return job;
    }

    /// <summary>What the pretend provider holds: another company's books. What is made in one moment stands in the order of the shop's own attempts.</summary>
    public static async Task<List<SandboxIntent>> IntentsAsync(this TestShop shop)
    {
        await using var db = shop.Db();
        return await db.Set<SandboxIntent>().AsNoTracking().OrderBy(i => i.CreatedAt)
            .ThenBy(i => db.Set<PaymentAttempt>().Where(a => a.IdempotencyKey == i.IdempotencyKey).Select(a => a.Id).FirstOrDefault()).ToListAsync();
    }

    public static async Task<List<LedgerKind>> LedgerAsync(this TestShop shop)
    {
        await using var db = shop.Db();
        return await db.PaymentLedger.AsNoTracking().OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync();
    }

    /// <summary>Order status, payment status, and the stock of its product.</summary>
    public static async Task<(OrderStatus, PaymentStatus, int OnHand, int Reserved)> StandsAsync(
        this TestShop shop, string publicId, Core.Catalog.Product product)
    {
        var (order, stock) = (await shop.OrderAsync(publicId), await shop.StockOfAsync(product));
        return (order.Status, order.PaymentStatus, stock.OnHand, stock.Reserved);
    }
}

/// <summary>Stands for <c>kill -9</c>: no handler of the shop may see it.</summary>
public sealed class ProcessDiedException : Exception;
