using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Accounts;

/// <summary>What somebody has of an account's cart secret who was in the account once.</summary>
public sealed class CartSecretTests(ShopServers servers)
{
    private const string Email = "dana@example.com";
    private const string New = "another long password";

    private static readonly Func<TestShop, Account, Task<Account>>[] Ends = [ChangeAsync, ResetAsync, LeaveEverywhereAsync];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_cart_goes_to_a_new_secret_and_the_old_one_reads_and_changes_nothing_of_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product()))[0];
        var (first, carts) = (await shop.AccountAsync(Email), shop.Get<CartQueries>());
        await shop.Get<CartEditor>().AddAsync(Secret(shop, first), product.Id, 3);

        var account = first;
        foreach (var end in Ends)
        {
            var old = Secret(shop, account);
            account = await end(shop, account);
            await shop.Get<CartEditor>().AddAsync(old, product.Id, 5);

            Assert.Equal((5, 3), (await carts.CountAsync(old), await carts.CountAsync(Secret(shop, account))));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_old_secret_opens_no_order_of_the_account_and_the_account_all_of_them(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 9)))[0];
        var account = await shop.AccountAsync(Email);
        foreach (var end in Ends)
        {
            var old = Secret(shop, account);
            var placed = await OrderedAsync(shop, account, product, end.Method.Name);
            Assert.True(await IsHeldAsync(shop, placed, new OrderProof(old)));

            account = await end(shop, account);

            Assert.False(await IsHeldAsync(shop, placed, new OrderProof(old)));
            Assert.False(await IsHeldAsync(shop, placed, new OrderProof(null, OrderKeys.AccessToken(old, placed.PublicId))));
            Assert.True(await IsHeldAsync(shop, placed, new OrderProof(Secret(shop, account))));
            Assert.True(await IsHeldAsync(shop, placed, new OrderProof(null) { AccountId = account.Id }));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_request_that_is_repeated_with_the_old_secret_brings_no_key_and_with_the_new_one_the_same_as_before(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 9)))[0];
        var account = await shop.AccountAsync(Email);
        foreach (var end in Ends)
        {
            var (old, key) = (Secret(shop, account), end.Method.Name);
            var placed = await OrderedAsync(shop, account, product, key);
            var cart = (await shop.OrderAsync(placed.PublicId)).CartId;

            account = await end(shop, account);

            foreach (var request in new[] { Some.Request(old), Some.Request(old) with { CartId = cart }, Request(old, account, key), Request(old, account, key) with { AccountId = null } })
            {
                Assert.Equal("cart.empty", (await shop.Get<Cashier>().PlaceAsync(request)).Problem?.Code);
            }

            Assert.Equal(placed, (await shop.Get<Cashier>().PlaceAsync(Request(Secret(shop, account), account, key))).Value);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_chooses_a_new_password_has_the_cart_and_the_orders_in_the_same_browser(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        var (member, _) = await shop.MemberAsync();
        using var _ = member;
        var order = await member.BuyAsync(product);
        await (await member.ProductAsync(product)).AddToCartAsync(2);

        await member.ChangePasswordAsync(Some.Password, Members.AnotherPassword);

        Assert.Equal("2", (await member.CartAsync()).Quantity(product.Name));
        Assert.Contains("60614", (await member.OrderAsync(order.PublicId)).Summary, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_access_token_from_before_does_not_read_the_new_secret(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (intruder, account) = await shop.TokenHolderAsync();
        using var _ = intruder;
        var old = (await intruder.MeAsync()).Text("cartSessionId");

        await shop.Services.GetRequiredService<AccountDoor>().SignOutEverywhereAsync(account.Id);

        Assert.Equal(JsonValueKind.Null, (await intruder.MeAsync()).ValueKind);
        await using var db = shop.Db();
        var seed = await db.Accounts.Where(a => a.Id == account.Id).Select(a => a.CartSeed).SingleAsync();
        Assert.NotEqual(old, shop.Services.GetRequiredService<AccountKeys>().CartSession(seed));
    }

    private static string Secret(TestShop shop, Account account) => shop.Get<AccountKeys>().CartSession(account);

    private static PlaceOrder Request(string session, Account account, string key) => Some.Request(session) with { AccountId = account.Id, IdempotencyKey = key };

    private static async Task<PlacedOrder> OrderedAsync(TestShop shop, Account account, Core.Catalog.Product product, string key)
    {
        var session = Secret(shop, account);
        await shop.Get<CartEditor>().AddAsync(session, product.Id, 1);
        return (await shop.Get<Cashier>().PlaceAsync(Request(session, account, key))).Value!;
    }

    private static async Task<bool> IsHeldAsync(TestShop shop, PlacedOrder placed, OrderProof proof) =>
        await shop.Get<OrderQueries>().IsHeldAsync(placed.PublicId, proof) == true;

    private static async Task<Account> ChangeAsync(TestShop shop, Account account) =>
        (await shop.Get<PasswordEditor>().ChangePasswordAsync(account.Id, Some.Password, New)).Value!;

    private static async Task<Account> ResetAsync(TestShop shop, Account account)
    {
        // What is under way goes first: the newest e-mail is the one with the link.
        await shop.RunJobsAsync();
        await shop.Get<PasswordEditor>().ForgotPasswordAsync(account.Email);
        return (await shop.Get<PasswordEditor>().ResetPasswordAsync(await shop.LinkAsync(), Some.Password)).Value!;
    }

    private static async Task<Account> LeaveEverywhereAsync(TestShop shop, Account account)
    {
        await shop.Get<AccountDoor>().SignOutEverywhereAsync(account.Id);
        return (await shop.Get<AccountDoor>().SignInAsync(account.Email, Some.Password)).Value!;
    }
}
