using Coravel.Scheduling.Schedule;
using Coravel.Scheduling.Schedule.Interfaces;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Background;

/// <summary>The running program's own plan: at a full hour everything is due, and each sweep does its work.</summary>
public sealed class SweepsTests : IAsyncLifetime
{
    private static readonly DateTime FullHour = new(2031, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private FakeStripe _stripe = null!;

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_whose_time_to_be_looked_at_has_come_gets_its_job(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        await UnansweredAsync(shop);
        DateTime? past = DateTime.UtcNow.AddMinutes(-1);
        await ChangeAsync(shop, db => db.PaymentAttempts.ExecuteUpdateAsync(set => set.SetProperty(a => a.NextCheckAt, past)));

        await RunAtAsync(shop, FullHour);

        await Poll.UntilAsync(() => CountAsync(shop, db => db.Jobs.Where(j => j.Kind == ProcessPayment.Spec.Name)), jobs => jobs == 2, "the payment to get its job");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Stock_that_does_not_add_up_is_named_in_the_log(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        var product = await shop.InStockAsync();
        await ChangeAsync(shop, db => db.Stock.Where(s => s.ProductId == product.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, s => s.OnHand + 1)));

        await RunAtAsync(shop, FullHour);

        var said = $"product {product.Id}, on hand stands at {product.Stock.OnHand + 1}, but its rows add up to {product.Stock.OnHand}";
        await Poll.UntilAsync(() => Task.FromResult(shop.Log.Errors.Count(line => line.Contains(said, StringComparison.Ordinal))), lines => lines > 0, "the difference to be told");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_accounts_need_no_more_is_thrown_away(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        await ChangeAsync(shop, db =>
        {
            db.SignInTries.Add(new SignInTry { Key = "somebody", Failures = 1, LastAt = DateTime.UtcNow.AddDays(-1) });
            return db.SaveChangesAsync();
        });

        await RunAtAsync(shop, FullHour);

        await Poll.UntilAsync(() => CountAsync(shop, db => db.SignInTries), tries => tries == 0, "the old try to be forgotten");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_old_is_thrown_away_each_day_also_when_one_kind_of_it_fails_which_is_told(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        var old = new Job { Kind = ExpireOrder.Spec.Name, Payload = "{}", CreatedAt = DateTime.UtcNow.AddDays(-40), DueAt = DateTime.UtcNow.AddDays(-40), DoneAt = DateTime.UtcNow.AddDays(-40) };
        await ChangeAsync(shop, db =>
        {
            db.Jobs.Add(old);
            return db.SaveChangesAsync();
        });
        shop.Sql.Before = statement => statement.Contains("\"Carts\"", StringComparison.Ordinal) && statement.Contains("\"UpdatedAt\" <=", StringComparison.Ordinal)
            ? throw new InvalidOperationException("A bug.") : Task.CompletedTask;

        await RunAtAsync(shop, FullHour.Date.AddHours(9));

        await Poll.UntilAsync(() => CountAsync(shop, db => db.Jobs.Where(j => j.Id == old.Id)), jobs => jobs == 0, "the old job to be thrown away");
        await Poll.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(shop.Folder, DataFolder.AuditSealName))), there => there, "the end of the audit log to be noted");
        foreach (var said in new[] { "Old carts could not be thrown away", "A job's run ended unexpectedly" })
        {
            await Poll.UntilAsync(() => Task.FromResult(shop.Log.Errors.Count(line => line.Contains(said, StringComparison.Ordinal))), lines => lines > 0, said);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_message_of_Stripe_that_never_came_is_asked_for(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider, _stripe.Settings);
        await UnansweredAsync(shop);

        await RunAtAsync(shop, FullHour);

        await Poll.UntilAsync(
            () => CountAsync(shop, db => db.ProviderEvents.Where(e => e.Type == "payment_intent.requires_action")), messages => messages == 1, "the message to be taken in");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_nobody_signalled_is_found_by_the_look_every_second(DatabaseProvider provider)
    {
        await using var shop = await ShopServer.StartAsync(provider);
        var job = new Job { Kind = ExpireOrder.Spec.Name, Payload = "{\"OrderId\":0}", CreatedAt = DateTime.UtcNow, DueAt = DateTime.UtcNow };
        await ChangeAsync(shop, db =>
        {
            db.Jobs.Add(job);
            return db.SaveChangesAsync();
        });

        await Poll.UntilAsync(() => CountAsync(shop, db => db.Jobs.Where(j => j.Id == job.Id && j.Attempts > 0)), begun => begun == 1, "the job to be begun");
    }

    /// <summary>What the scheduler of the running program does at that moment.</summary>
    private static Task RunAtAsync(ShopServer shop, DateTime at) => ((Scheduler)shop.Services.GetRequiredService<IScheduler>()).RunAtAsync(at);

    /// <summary>An order whose payment waits for the payer's bank.</summary>
    private static async Task UnansweredAsync(ShopServer shop)
    {
        using var visitor = shop.NewVisitor();
        await visitor.BuyAsync(await shop.InStockAsync(), card: "pm_card_threeDSecure2Required");
        await Poll.UntilAsync(
            () => CountAsync(shop, db => db.Orders.Where(o => o.PaymentStatus == PaymentStatus.RequiresAction)), orders => orders == 1, "the bank to ask its question");
    }

    private static async Task ChangeAsync(ShopServer shop, Func<ShopDb, Task> change)
    {
        await using var db = shop.Db();
        await change(db);
    }

    private static async Task<int> CountAsync<T>(ShopServer shop, Func<ShopDb, IQueryable<T>> rows)
    {
        await using var db = shop.Db();
        return await rows(db).CountAsync();
    }
}
