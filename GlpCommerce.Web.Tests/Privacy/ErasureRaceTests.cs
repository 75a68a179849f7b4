using System.Text;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Privacy;

/// <summary>What happens to an account's orders in the moment in which it is erased.</summary>
public sealed class ErasureRaceTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_a_guest_places_under_the_address_meanwhile_is_waited_for_and_keeps_all_it_has(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, _) = await AskedAsync(shop);
        PlacedOrder guests = null!;
        // The orders were found to have ended; their receipts are looked for next.
        shop.Sql.Once("\"AccessTokenHash\"\nFROM \"Orders\"", async () => guests = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0], 1, SandboxGateway.ThreeDSecure));

        await RunAsync(shop);

        var order = await shop.OrderAsync(guests.PublicId);
        Assert.Equal((Secrets.Hash(guests.AccessToken), "dana@example.com", Some.Address), (order.AccessTokenHash, order.Email, order.Address));
        await using var db = shop.Db();
        Assert.Equal([dana.Id], await db.Accounts.Select(a => a.Id).ToListAsync());

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.RunJobsAsync();

        Assert.Empty(await db.Accounts.ToListAsync());
        Assert.Equal((OrderStatus.Cancelled, EmailAddress.Erased), ((await shop.OrderAsync(guests.PublicId)).Status, (await shop.OrderAsync(guests.PublicId)).Email));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Late_money_for_an_order_that_was_erased_goes_back_and_confirms_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 5)))[0];
        var placed = await shop.PlacedAsync(product, 2, SandboxGateway.Declined);
        await shop.RunJobsAsync();
        var dana = await shop.AccountAsync();
        shop.Clock.Advance(Order.PricesAreKept + TimeSpan.FromMinutes(1));
        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);
        await RunAsync(shop);
        Assert.Equal(EmailAddress.Erased, (await shop.OrderAsync(placed.PublicId)).Email);

        await shop.OldestPaymentSucceedsAsync();
        await shop.RunJobsAsync();

        var order = await shop.OrderAsync(placed.PublicId);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Refunded), (order.Status, order.PaymentStatus));
        Assert.Equal((5, 0), await shop.StockOfAsync(product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_receipt_that_is_drawn_after_its_file_was_deleted_does_not_stay(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (_, order) = await AskedAsync(shop);
        // In the transaction that erases: its file is deleted already, and its row says still whose it is.
        shop.Sql.Once("UPDATE \"Orders\"", () => shop.Get<OrderReceipts>().WriteAsync(order.Id));

        await RunAsync(shop);

        Assert.Equal(EmailAddress.Erased, (await shop.OrderAsync(order.PublicId)).Email);
        Assert.Empty(shop.Receipts());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_writes_a_receipt_and_finds_its_order_erased_takes_it_away_again(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (_, order) = await AskedAsync(shop);
        var (late, isErased) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Media.BeforePut = key =>
        {
            shop.Media.BeforePut = _ => Task.CompletedTask;
            late.SetResult();
            return isErased.Task;
        };
        var slow = Task.Run(() => shop.Get<OrderReceipts>().WriteAsync(order.Id));
        await late.Task;
        await RunAsync(shop);

        isErased.SetResult();
        await slow;

        var html = Encoding.UTF8.GetString(shop.Receipts().Single(file => file.Key.EndsWith(".html", StringComparison.Ordinal)).Value);
        Assert.DoesNotContain(Some.Address.Line1, html, StringComparison.Ordinal);
        Assert.DoesNotContain("dana@example.com", html, StringComparison.Ordinal);
    }

    /// <summary>An account that asked to be erased, with one order that has a receipt.</summary>
    private static async Task<(Account Account, Order Order)> AskedAsync(TestShop shop)
    {
        var dana = await shop.AccountAsync();
        var order = await shop.PaidWithReceiptAsync((await shop.StockAsync(Some.Product()))[0]);
        await using (var db = shop.Db())
        {
            await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, dana.Id).SetProperty(o => o.Status, OrderStatus.Delivered));
        }

        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);
        return (dana, order);
    }

    /// <summary>Lets the time pass after which an account is erased.</summary>
    private static Task<int> RunAsync(TestShop shop)
    {
        shop.Clock.Advance(AccountErasure.Pause);
        return shop.RunJobsAsync();
    }
}
