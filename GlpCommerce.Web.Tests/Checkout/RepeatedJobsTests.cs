using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Every job may run again after it was done; nobody notices.</summary>
public sealed class RepeatedJobsTests
{
    private readonly Product _product = Some.Product(stock: 5);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Repeating_the_jobs_of_a_confirmed_order_changes_nothing(DatabaseProvider provider) =>
        await RepeatAsync(provider, SandboxGateway.Visa, to: null);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Repeating_the_jobs_of_a_declined_order_changes_nothing(DatabaseProvider provider) =>
        await RepeatAsync(provider, SandboxGateway.Declined, to: null);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Repeating_the_jobs_of_an_order_that_went_on_changes_nothing(DatabaseProvider provider) =>
        await RepeatAsync(provider, SandboxGateway.Visa, to: OrderStatus.Shipped);

    private async Task RepeatAsync(DatabaseProvider provider, string method, OrderStatus? to)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var placed = await shop.PlacedAsync(_product, 2, method);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        if (to is { } status)
        {
            await shop.Databases.InTransactionAsync(async db =>
                await OrderMoves.MoveAsync(db, (await db.Orders.SingleAsync()).Id, status, "On its way.", shop.Now, default)
                && await db.SaveChangesAsync() > 0);
        }

        var before = await BooksAsync(shop, placed.PublicId);

        await shop.RepeatAllJobsAsync();
        await shop.RepeatAllJobsAsync();

        Assert.Equal(before, await BooksAsync(shop, placed.PublicId));
    }

    /// <summary>Everything that counts, in one line.</summary>
    private async Task<string> BooksAsync(TestShop shop, string publicId)
    {
        await using var db = shop.Db();
        var order = await shop.OrderAsync(publicId);
        return $"{await shop.StandsAsync(publicId, _product)} steps {string.Join(',', order.Events.Select(e => e.Status))} " +
            $"ledger {string.Join(',', await shop.LedgerAsync())} moved {string.Join(',', await db.Set<Core.Inventory.StockMovement>().Select(m => m.Delta).ToListAsync())} " +
            $"mails {shop.Mail.Sent.Count} jobs {(await shop.JobsAsync()).Count} charged {(await shop.IntentsAsync()).Count(i => i.Status == IntentStatus.Succeeded)}";
    }
}
