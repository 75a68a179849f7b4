using System.Net;
using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Accounts;

/// <summary>An access token whose ten minutes are not over, but whose sign-in is.</summary>
public sealed class EndedTokenTests(ShopServers servers)
{
    private const string List = "query ($email: String!) { orders(userEmail: $email) { id } }";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task After_signing_out_everywhere_it_reads_and_changes_no_order_of_the_account(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (intruder, account) = await shop.TokenHolderAsync();
        using var _ = intruder;
        var id = (await intruder.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.Declined)).Text("id")!;
        intruder.Token = null;
        await intruder.UntilAsync(id, PaymentStatus.Failed);

        await shop.Services.GetRequiredService<AccountDoor>().SignOutEverywhereAsync(account.Id);

        Assert.Equal((false, JsonValueKind.Null), Seen(await intruder.OrderAsync(id)));
        Assert.Equal("auth.required", CodeOf(await intruder.AnswerAsync(List, new { email = account.Email })));
        Assert.Equal(["token.dead"], (await intruder.PayAsync(id)).Codes());
        Assert.Equal(["token.dead"], (await intruder.CancelAsync(id)).Codes());
        using var receipt = await intruder.GetAsync($"/orders/{id}/receipt");
        Assert.Equal(HttpStatusCode.NotFound, receipt.StatusCode);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task After_a_new_password_it_puts_no_order_into_the_account(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = ApiShopper.At(shop);
        using var intruder = ApiShopper.At(shop);
        var email = await intruder.JoinAsync(shop);
        await intruder.SignInAsync(email);
        await guest.BuyAsync(await shop.StockAsync(Some.Product()));
        var id = (await guest.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        intruder.Token = guest.Token;

        await intruder.AccountAsync("requestPasswordReset", new { email });
        Assert.Empty((await guest.AccountAsync("resetPassword", new { token = await shop.LinkTokenAsync("reset", email), newPassword = Members.AnotherPassword })).Errors());

        Assert.Equal(["token.dead"], (await intruder.ChangeAsync("claimOrder", new { orderId = id })).Codes());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_makes_no_guests_order_and_changes_no_cart(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product());
        using var member = ApiShopper.At(shop);
        var refresh = (await member.SignInAsync(await member.JoinAsync(shop))).Refresh()!;
        var good = member.Bearer;
        await member.AddAsync(product);

        foreach (var ended in new[] { "nonsense", $"{good}x" })
        {
            member.Bearer = ended;
            var added = await member.AskAsync(
                "mutation ($input: AddToCartInput!) { addToCart(input: $input) { cart { count } errors { code } } }", new { input = new { sessionId = member.Session, productId = product.Id } });
            Assert.Equal(["token.dead"], (await member.CreateAsync()).Codes());
            Assert.Equal(["token.dead"], added.Codes());
            Assert.Equal(1, added.Number("cart.count"));
        }

        Assert.Empty(await shop.OrdersOfAsync(product));
        member.Bearer = (await member.RefreshAsync(refresh)).Access();
        Assert.Empty((await member.CreateAsync()).Codes());
        Assert.NotNull(Assert.Single(await shop.OrdersOfAsync(product)).AccountId);
    }

    [Fact]
    public async Task The_ways_back_in_take_no_notice_of_it()
    {
        var shop = await servers.AnyAsync();
        using var member = ApiShopper.At(shop);
        var email = await member.JoinAsync(shop);
        var refresh = (await member.SignInAsync(email)).Refresh()!;
        member.Bearer = "nonsense";

        var next = await member.RefreshAsync(refresh);
        member.Bearer = "nonsense";
        string?[] refused =
        [
            .. next.Codes(), .. (await member.AccountAsync("signOut", new { refreshToken = next.Refresh() })).Codes(),
            .. (await member.AccountAsync("requestOrderCode", new { order = "GLP-987654", userEmail = email })).Codes(),
            .. (await member.AccountAsync("requestPasswordReset", new { email })).Codes(),
            .. (await member.AccountAsync("register", new { email = Members.NewAddress(), password = Some.Password })).Codes(),
            .. (await member.SignInAsync(email)).Codes(),
        ];

        Assert.Empty(refused);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_is_staff_no_more_sees_no_orders_of_others(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = ApiShopper.At(shop);
        var (staff, account) = await shop.TokenHolderAsync(Roles.Staff);
        using var _ = staff;
        var (_, admin) = await shop.TokenHolderAsync(Roles.Admin);
        var id = (await guest.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        Assert.NotEmpty((await staff.AskAsync(List, new { email = Some.Form().Email })).EnumerateArray());

        Assert.Null((await shop.Services.GetRequiredService<StaffEditor>().SetRoleAsync(account.Id, Roles.Customer, new Actor(admin.Id, Roles.Admin))).Problem);

        Assert.Equal((false, JsonValueKind.Null), Seen(await staff.OrderAsync(id)));
        Assert.Equal("auth.required", CodeOf(await staff.AnswerAsync(List, new { email = Some.Form().Email })));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Looking_whether_it_counts_is_one_statement_in_a_request_however_many_orders_that_opens(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, _) = await shop.TokenHolderAsync();
        using var mine = member;
        var id = (await member.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id");

        var statements = await shop.Sql.DuringAsync(() => member.AnswerAsync($"{{ a: order(id: \"{id}\") {{ isHolder }} b: order(id: \"{id}\") {{ isHolder }} orders(userEmail: \"nobody@example.com\") {{ id }} }}"));

        Assert.Single(statements, sql => sql.StartsWith("SELECT a.\"SecurityStamp\"", StringComparison.Ordinal) || sql.StartsWith("SELECT \"a\".\"SecurityStamp\"", StringComparison.Ordinal));
    }

    private static (bool, JsonValueKind) Seen(JsonElement order) => (order.GetProperty("isHolder").GetBoolean(), order.GetProperty("shippingAddress").ValueKind);

    private static string? CodeOf(JsonElement answer) => answer.GetProperty("errors")[0].GetProperty("extensions").Text("code");
}
