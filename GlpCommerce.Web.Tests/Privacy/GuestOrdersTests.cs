using System.Text;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Privacy;

/// <summary>What the shop keeps about somebody without an account. The orders of tests are dana@example.com's unless they say otherwise.</summary>
public sealed class GuestOrdersTests
{
    private const string Email = "dana@example.com";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_file_holds_all_orders_of_the_address_and_no_other_and_the_log_names_them_and_not_the_person(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (first, second, others) = (await EndedAsync(shop), await EndedAsync(shop), await EndedAsync(shop, "sam@example.com"));

        var file = Encoding.UTF8.GetString((await shop.Get<GuestOrders>().ExportAsync("Dana@Example.com ", Actor.Shop)).Value!);

        Assert.All([first.Number, second.Number, Email, Some.Address.Line1], held => Assert.Contains(held, file, StringComparison.Ordinal));
        Assert.DoesNotContain(others.Number, file, StringComparison.Ordinal);
        Assert.Equal([("orders.exported", "orders", $"order:{first.Id} order:{second.Id}")], await DoneAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task All_orders_of_the_address_are_erased_once_and_others_stay_as_they_are(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (first, second, others) = (await EndedAsync(shop), await EndedAsync(shop), await EndedAsync(shop, "sam@example.com"));

        Assert.Equal(2, (await shop.Get<GuestOrders>().EraseAsync(Email, Actor.Shop)).Value);
        Assert.Equal(0, (await shop.Get<GuestOrders>().EraseAsync(Email, Actor.Shop)).Value);
        Assert.Equal(0, (await shop.Get<GuestOrders>().EraseAsync(EmailAddress.Erased, Actor.Shop)).Value);
        await shop.RunJobsAsync();

        await using var db = shop.Db();
        Assert.Empty(await db.ThatHoldAsync(Email));
        Assert.Empty(await db.ThatHoldAsync(first.AccessTokenHash));
        Assert.Equal((second.Total, "IL", ""), ((await shop.OrderAsync(second.PublicId)).Total, (await shop.OrderAsync(second.PublicId)).Address!.State, (await shop.OrderAsync(second.PublicId)).Address!.Name));
        Assert.Equal(("sam@example.com", Some.Address), ((await shop.OrderAsync(others.PublicId)).Email, (await shop.OrderAsync(others.PublicId)).Address));
        Assert.All(shop.Receipts().Keys, name => Assert.StartsWith(others.Number, name, StringComparison.Ordinal));
        Assert.NotEmpty(shop.Receipts());
        Assert.Equal([("orders.erased", "orders", $"order:{first.Id} order:{second.Id}")], await DoneAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task While_one_has_still_to_end_nothing_is_erased(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var ended = await EndedAsync(shop);
        await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

        Assert.Equal("guest.orders_open", (await shop.Get<GuestOrders>().EraseAsync(Email, Actor.Shop)).Problem?.Code);

        Assert.Equal(Email, (await shop.OrderAsync(ended.PublicId)).Email);
        Assert.NotEmpty(shop.Receipts());
        Assert.Empty(await DoneAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task One_that_is_placed_in_this_very_moment_is_found_and_nothing_is_erased(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var ended = await EndedAsync(shop);
        // The orders were found to have ended; their receipts are looked for next.
        shop.Sql.Once("\"AccessTokenHash\"\nFROM \"Orders\"", async () => await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]));

        Assert.Equal("guest.orders_open", (await shop.Get<GuestOrders>().EraseAsync(Email, Actor.Shop)).Problem?.Code);

        Assert.Equal(Email, (await shop.OrderAsync(ended.PublicId)).Email);
    }

    [Fact]
    public async Task Whoever_has_an_account_does_it_there_and_one_that_nobody_confirmed_is_none()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        Assert.Null((await shop.Get<AccountEditor>().RegisterAsync(Email, Some.Password)).Problem);
        Assert.Equal(0, (await shop.Get<GuestOrders>().EraseAsync(Email, Actor.Shop)).Value);
        await using (var db = shop.Db())
        {
            Assert.Empty(await db.Accounts.Where(a => a.Email == Email).ToListAsync());
        }

        await shop.AccountAsync(Email);

        Assert.Equal("guest.has_account", (await shop.Get<GuestOrders>().EraseAsync(Email, Actor.Shop)).Problem?.Code);
        Assert.Empty((await shop.Get<GuestOrders>().ExportAsync(Email, Actor.Shop)).Problems);
        Assert.Equal("email.invalid", (await shop.Get<GuestOrders>().ExportAsync("dana", Actor.Shop)).Problem?.Code);
    }

    private static async Task<Order> EndedAsync(TestShop shop, string email = Email)
    {
        var cart = await shop.CartAsync(((await shop.StockAsync(Some.Product()))[0], 1));
        var placed = (await shop.Get<Cashier>().PlaceAsync(Some.Request(cart) with { Email = email })).Value!;
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(placed.PublicId);
        await shop.Get<OrderReceipts>().WriteAsync(order.Id);
        await using var db = shop.Db();
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, OrderStatus.Delivered));
        return order;
    }

    private static async Task<IReadOnlyList<(string, string, string?)>> DoneAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return [.. (await db.AuditEntries.OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Subject, e.Note))];
    }
}
