using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Codes that each account may use so often, however many carts it has.</summary>
public sealed class PersonalCodesTests
{
    private readonly Product _product = Some.Product(price: 30m, stock: 60);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_eight_carts_of_one_account_at_once_one_becomes_an_order(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 1));
        var sessions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CartWithAsync(shop, code, account)));

        var placed = await Task.WhenAll(sessions.Select(session => Task.Run(() => PlaceAsync(shop, session, account))));

        Assert.Single(placed, result => result.Succeeded);
        Assert.All(placed.Where(result => !result.Succeeded), result => Assert.Equal("discount.used", result.Problem?.Code));
        Assert.Equal((1, (60, 1)), (await shop.UsesAsync(code), await shop.StockOfAsync(_product)));
        await using var db = shop.Db();
        Assert.Equal(1, await db.Orders.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Each_account_has_its_own_uses(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (first, second) = ((await shop.AccountAsync()).Id, (await shop.AccountAsync("kim@example.com")).Id);
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 2));

        foreach (var account in new[] { first, second, first, second })
        {
            Assert.Null((await PlaceAsync(shop, await CartWithAsync(shop, code, account), account)).Problem);
        }

        Assert.Equal("discount.used", (await UseAsync(shop, code, first)).Problem?.Code);
        Assert.Equal(4, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_an_expired_order_gave_back_its_account_can_use_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 1));
        Assert.Null((await PlaceAsync(shop, await CartWithAsync(shop, code, account), account, SandboxGateway.ThreeDSecure)).Problem);
        Assert.Equal("discount.used", (await UseAsync(shop, code, account)).Problem?.Code);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal(0, await shop.UsesAsync(code));
        Assert.Null((await PlaceAsync(shop, await CartWithAsync(shop, code, account), account)).Problem);
        Assert.Equal(1, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_guest_is_told_to_sign_in_and_pays_nothing_less(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 1));
        var session = await CartWithAsync(shop, code, account);

        var refused = await shop.Get<CartEditor>().UseCodeAsync(session, code);
        var cart = await shop.Get<CartQueries>().GetAsync(session);
        var ofAccount = await shop.Get<CartQueries>().GetAsync(session, accountId: account);
        var placed = await shop.PlaceAsync(session);

        Assert.Contains("Sign in", refused.Problem!.Message, StringComparison.Ordinal);
        Assert.All([refused.Problem, cart.DiscountProblem, placed.Problem], problem => Assert.Equal("discount.sign_in", problem?.Code));
        Assert.Equal((Money.Zero, Money.Of(5m)), (cart.Totals.Discount, ofAccount.Totals.Discount));
        Assert.Equal(0, await shop.UsesAsync(code));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_order_whose_account_used_the_code_meanwhile_takes_no_second_use(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var code = await shop.CodeAsync(Codes.Fixed(5, perAccount: 1));
        var declined = (await PlaceAsync(shop, await CartWithAsync(shop, code, account), account, SandboxGateway.Declined)).Value!;
        await shop.RunJobsAsync();
        Assert.Null((await PlaceAsync(shop, await CartWithAsync(shop, code, account), account)).Problem);
        await shop.RunJobsAsync();

        var again = await shop.Get<OrderPayer>().PayAsync(declined.PublicId, new OrderProof(null, declined.AccessToken), SandboxGateway.Visa);
        await CaptureAsync(shop, declined.PublicId);

        Assert.NotNull(again.Problem);
        // The money that came all the same goes back.
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Succeeded, 59, 0), await shop.StandsAsync(declined.PublicId, _product));
        Assert.Equal(1, await shop.UsesAsync(code));
        await using var db = shop.Db();
        Assert.Equal(Money.Of(30.90m), (await db.Set<Core.Refunds.Refund>().SingleAsync()).Amount);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_order_takes_its_accounts_own_use_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var account = (await shop.AccountAsync()).Id;
        var code = await shop.CodeAsync(Codes.Fixed(5, uses: 1, perAccount: 1));
        var declined = (await PlaceAsync(shop, await CartWithAsync(shop, code, account), account, SandboxGateway.Declined)).Value!;
        await shop.RunJobsAsync();

        Assert.Null((await shop.Get<OrderPayer>().PayAsync(declined.PublicId, new OrderProof(null, declined.AccessToken), SandboxGateway.Visa)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, 1), ((await shop.OrderAsync(declined.PublicId)).Status, await shop.UsesAsync(code)));
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private async Task<Result<Core.Pricing.Discount>> UseAsync(TestShop shop, string code, long account) =>
        await shop.Get<CartEditor>().UseCodeAsync(await shop.CartAsync((_product, 1)), code, account);

    private async Task<string> CartWithAsync(TestShop shop, string code, long account)
    {
        var session = await shop.CartAsync((_product, 1));
        Assert.Null((await shop.Get<CartEditor>().UseCodeAsync(session, code, account)).Problem);
        return session;
    }

    private static Task<Result<PlacedOrder>> PlaceAsync(TestShop shop, string session, long account, string method = SandboxGateway.Visa) =>
        shop.Get<Cashier>().PlaceAsync(Some.Request(session, method) with { AccountId = account });

    /// <summary>The provider says that the order's money is there after all.</summary>
    private static Task<bool> CaptureAsync(TestShop shop, string publicId) => shop.Databases.InTransactionAsync(async db =>
    {
        var order = await db.Orders.AsNoTracking().SingleAsync(o => o.PublicId == publicId);
        var attempt = await db.PaymentAttempts.AsNoTracking().FirstAsync(a => a.OrderId == order.Id);
        await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents), default);
        return await db.SaveChangesAsync() >= 0;
    });
}
