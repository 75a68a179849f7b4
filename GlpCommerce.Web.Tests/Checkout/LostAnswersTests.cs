using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Whatever breaks between the shop and the provider, one order is charged once.</summary>
public sealed class LostAnswersTests
{
    private readonly Product _product = Some.Product(stock: 5);

    private static readonly (string Call, bool Heard)[] Places =
        [("create", false), ("create", true), ("confirm", false), ("confirm", true), ("read", false), ("read", true)];

    public static IEnumerable<TheoryDataRow<DatabaseProvider, string, bool>> EveryPlace =>
        from row in TestDatabase.Each
        from place in Places
        select new TheoryDataRow<DatabaseProvider, string, bool>(row.Data, place.Call, place.Heard) { Skip = row.Skip };

    [Theory, MemberData(nameof(EveryPlace))]
    public async Task A_call_that_breaks_is_made_again_and_charges_once(DatabaseProvider provider, string call, bool heard)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2);
        Cut(shop, call, heard, () => new HttpRequestException("The line broke."), times: call == "read" ? 1 : 2, also: call == "read" ? "confirm" : null);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));

        await ChargedOnceAsync(shop, placed.PublicId);
    }

    [Theory, MemberData(nameof(EveryPlace))]
    public async Task A_process_that_dies_is_carried_on_by_the_next_and_charges_once(DatabaseProvider provider, string call, bool heard)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2);
        if (call == "read")
        {
            Cut(shop, "confirm", heard: true, () => new HttpRequestException("The line broke."), times: 1);
            await shop.RunJobsAsync();
            shop.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Cut(shop, call, heard, () => new ProcessDiedException(), times: 1);
        await shop.DieInNextJobAsync();
        await shop.RestartAsync();

        await ChargedOnceAsync(shop, placed.PublicId);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_bad_network_is_tried_three_times(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2, SandboxGateway.NetworkErrors);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1));

        await ChargedOnceAsync(shop, placed.PublicId);
        Assert.Equal(3, shop.Gateway.Calls.Count(call => call == "confirm"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_provider_that_is_away_for_some_minutes_gets_the_payment_without_the_sweep(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2);
        shop.Gateway.Before = _ => throw new HttpRequestException("Nobody answers.");
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(OrderStatus.Pending, (await shop.OrderAsync(placed.PublicId)).Status);

        shop.Gateway.Before = _ => Task.CompletedTask;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(1.5));

        await ChargedOnceAsync(shop, placed.PublicId);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_provider_that_stays_away_leaves_the_order_pending_and_the_job_readable(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2);
        shop.Gateway.Before = _ => throw new HttpRequestException("Nobody answers.");

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(17));

        Assert.Equal((OrderStatus.Pending, PaymentStatus.Pending, 5, 2), await shop.StandsAsync(placed.PublicId, _product));
        var dead = Assert.Single(await shop.JobsAsync(), job => job.DeadAt is not null);
        Assert.Equal(("process-payment", 3), (dead.Kind, dead.Attempts));
        Assert.Equal("HttpRequestException: Nobody answers.", dead.LastError);
        Assert.DoesNotContain("dana", dead.Payload + dead.LastError, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_amount_that_is_not_the_orders_is_on_record_and_confirms_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2);
        shop.Gateway.After = async call =>
        {
            if (call == "create")
            {
                await using var db = shop.Db();
                var intent = db.Set<SandboxIntent>().Single();
                db.Entry(intent).Property(i => i.AmountCents).CurrentValue = 1;
                await db.SaveChangesAsync();
            }
        };

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(5));

        await FrozenAsync(shop, placed.PublicId, new Money(1), "not_as_asked_USD");
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_currency_that_is_not_the_orders_is_on_record_and_can_be_followed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();
        var attempt = Assert.Single(await shop.AttemptsAsync());
        var total = attempt.Amount.Cents;

        for (var times = 0; times < 2; times++)
        {
            await ChangeAsync(shop, db => shop.Get<PaymentSettlement>().ApplyAsync(
                db, attempt, new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, total) { Currency = "CAD" }, default));
        }

        await FrozenAsync(shop, placed.PublicId, attempt.Amount, "not_as_asked_CAD");
        await ChangeAsync(shop, db => shop.Get<RefundSettlement>().ApplyAsync(db, attempt, new ProviderRefund("re_by_hand", ProviderRefundStatus.Succeeded, total), default));
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Refunded, 5, 0), await shop.StandsAsync(placed.PublicId, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Other_money_than_the_orders_ends_one_that_its_shopper_took_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 2));
        var placed = (await shop.PlaceAsync(session, SandboxGateway.Delayed)).Value!;
        await shop.RunJobsAsync();
        await shop.Get<OrderCanceller>().CancelAsync(placed.PublicId, new OrderProof(session));
        var attempt = Assert.Single(await shop.AttemptsAsync());

        await ChangeAsync(shop, db => shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, 1), default));

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Succeeded, 5, 0), await shop.StandsAsync(placed.PublicId, _product));
        Assert.DoesNotContain("Nothing was charged", (await shop.OrderAsync(placed.PublicId)).Events.MaxBy(e => e.Id)!.Text, StringComparison.Ordinal);
    }

    /// <summary>The money is in the books as it came, no job keeps failing on it, and the order waits for nothing.</summary>
    private async Task FrozenAsync(TestShop shop, string publicId, Money captured, string code)
    {
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 5, 0), await shop.StandsAsync(publicId, _product));
        await using var db = shop.Db();
        var fact = await db.PaymentLedger.SingleAsync(e => e.Kind == LedgerKind.Captured);
        Assert.Equal((captured, code), (fact.Amount, fact.Code));
        Assert.Equal((captured.Cents, null), ((await db.PaymentAttempts.SingleAsync()).CapturedCents, (await db.PaymentAttempts.SingleAsync()).NextCheckAt));
        Assert.Empty(await db.Refunds.ToListAsync());
        Assert.All(await shop.JobsAsync(), job => Assert.Null(job.LastError));
    }

    private static async Task ChangeAsync(TestShop shop, Func<ShopDb, Task> change) => await shop.Databases.InTransactionAsync(async db =>
    {
        await change(db);
        return await db.SaveChangesAsync() >= 0;
    });

    private static void Cut(TestShop shop, string call, bool heard, Func<Exception> error, int times, string? also = null)
    {
        Task Break(string made)
        {
            return (made == call || made == also) && times-- > 0 ? throw error() : Task.CompletedTask;
        }

        if (heard)
        {
            shop.Gateway.After = Break;
        }
        else
        {
            shop.Gateway.Before = Break;
        }
    }

    private async Task ChargedOnceAsync(TestShop shop, string publicId)
    {
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 3, 0), await shop.StandsAsync(publicId, _product));
        var intent = Assert.Single(await shop.IntentsAsync());
        Assert.Equal(IntentStatus.Succeeded, intent.Status);
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured], await shop.LedgerAsync());
        Assert.Single((await shop.OrderAsync(publicId)).Events, step => step.Status == OrderStatus.Confirmed);
        Assert.Single(shop.Mail.Sent);
    }
}
