using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class OrderOwnersTests(ShopServers servers)
{
    private const string List = "query ($email: String!) { orders(userEmail: $email) { id number isHolder userEmail canBePaid receiptUrl timeline { kind } items { name product { name } } shippingAddress { zip } } }";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_owner_of_a_confirmed_address_sees_the_orders_of_the_account_newest_first(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, account) = await shop.TokenHolderAsync();
        using var _ = member;
        var first = await member.BuyAsync(await shop.StockAsync(Some.Product()));
        var second = await member.BuyAsync(await shop.StockAsync(Some.Product()));
        member.Token = null;

        var listed = await member.AskAsync(List, new { email = account.Email!.ToUpperInvariant() });
        var own = await member.AskAsync("{ me { orders(first: 1) { id } } }");

        Assert.Equal([second.Text("id"), first.Text("id")], listed.EnumerateArray().Select(o => o.Text("id")));
        Assert.All(listed.EnumerateArray(), o => Assert.Equal((true, "60614"), (o.GetProperty("isHolder").GetBoolean(), o.Text("shippingAddress", "zip"))));
        Assert.Equal([second.Text("id")], own.GetProperty("orders").EnumerateArray().Select(o => o.Text("id")));
        Assert.True((await member.OrderAsync(first.Text("id")!)).GetProperty("isHolder").GetBoolean());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Anybody_else_hears_the_same_whether_the_address_ever_ordered_or_not(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = ApiShopper.At(shop);
        var (member, account) = await shop.TokenHolderAsync();
        var (other, _) = await shop.TokenHolderAsync();
        var (unconfirmed, stranger) = await shop.TokenHolderAsync(isConfirmed: false);
        await guest.BuyAsync(await shop.StockAsync(Some.Product()));
        await member.BuyAsync(await shop.StockAsync(Some.Product()));
        string[] addresses = [Some.Form().Email!, account.Email!, stranger.Email!, "nobody-at-all@example.com", "no address"];

        foreach (var reader in new[] { guest, other, unconfirmed })
        {
            var answers = new List<(string Text, int Statements)>();
            foreach (var email in addresses)
            {
                var text = "";
                var statements = await shop.Sql.DuringAsync(async () => text = (await reader.AnswerAsync(List, new { email })).ToString());
                answers.Add((text, statements.Count));
            }

            Assert.Single(answers.Distinct());
            Assert.Contains("auth.required", answers[0].Text, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Staff_see_the_orders_of_any_address_and_each_of_them(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var guest = ApiShopper.At(shop);
        var (staff, _) = await shop.TokenHolderAsync(Roles.Staff);
        var (customer, _) = await shop.TokenHolderAsync();
        await guest.AddAsync(await shop.StockAsync(Some.Product()));
        var email = $"guest-{guest.Session[..8]}@Example.com";
        var id = (await guest.CreateAsync(new() { ["userEmail"] = email, ["paymentMethodId"] = SandboxGateway.Visa })).Text("order", "id")!;

        var listed = await staff.AskAsync(List, new { email = email.ToLowerInvariant() });

        Assert.Equal([id], listed.EnumerateArray().Select(o => o.Text("id")));
        Assert.Equal(email, (await staff.OrderAsync(id)).Text("userEmail"));
        Assert.False((await customer.OrderAsync(id)).GetProperty("isHolder").GetBoolean());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_list_costs_a_few_statements_however_many_orders_wait_for_their_payer(DatabaseProvider provider)
    {
        const string Fields = "id canBePaid receiptUrl clientSecret approvalUrl timeline { kind } items { name product { name article { title } } } shippingAddress { zip }";
        var shop = await servers.OnAsync(provider);
        var (member, account) = await shop.TokenHolderAsync();
        var counts = new List<(int Little, int All, int Own)>();
        for (var i = 0; i < 2; i++)
        {
            await member.WaitForTheBankAsync(shop, orders: 2);
            counts.Add((
                await CountAsync("query ($email: String!) { orders(userEmail: $email) { id } }", new { email = account.Email }),
                await CountAsync($"query ($email: String!) {{ orders(userEmail: $email) {{ {Fields} }} }}", new { email = account.Email }),
                await CountAsync($"{{ me {{ orders {{ {Fields} }} }} }}", null)));
        }

        // Whether the token counts, account and roles, orders, their lines; then the steps of all of them, the products, their articles and details.
        Assert.Equal(counts[0], counts[1]);
        Assert.Equal(5, counts[0].Little);
        Assert.All([counts[0].All, counts[0].Own], count => Assert.InRange(count, 6, 11));

        Task<int> CountAsync(string query, object? variables) => shop.Sql.FewestAsync(() => member.AskAsync(query, variables));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Where_a_payment_is_approved_is_told_of_one_order_and_not_in_a_list(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, _) = await shop.TokenHolderAsync();
        await member.WaitForTheBankAsync(shop, orders: 1);

        var listed = (await member.AskAsync("{ me { orders { id clientSecret approvalUrl } } }")).GetProperty("orders")[0];
        var one = await member.OrderAsync(listed.Text("id")!);

        Assert.Equal((null, null), (listed.Text("clientSecret"), listed.Text("approvalUrl")));
        Assert.Contains(listed.Text("id")!, one.Text("approvalUrl"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_accounts_page_lists_the_orders_of_the_api(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (browser, email) = await shop.MemberAsync();
        using var visitor = browser;
        using var member = ApiShopper.At(shop);
        await member.SignInAsync(email);
        for (var i = 0; i < 2; i++)
        {
            await member.AddAsync(await shop.StockAsync(Some.Product()));
            await member.BuyAsync(await shop.StockAsync(Some.Product()), card: null);
        }

        var listed = (await member.AskAsync("{ me { orders { number items { name } } } }")).GetProperty("orders").EnumerateArray().ToList();
        var page = await visitor.OpenAsync("/account");

        Assert.Equal(2, listed.Count);
        Assert.All(page.Texts("ul.list h3").Zip(listed), pair => Assert.EndsWith(pair.Second.Text("number")!, pair.First, StringComparison.Ordinal));
        Assert.All(page.Texts("ul.list p.s").Zip(listed), pair => Assert.Contains(pair.Second.GetProperty("items")[0].Text("name")!, pair.First, StringComparison.Ordinal));
        Assert.Equal(2, page.Texts("ul.list h3").Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_list_ends_at_a_hundred_orders(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, account) = await shop.TokenHolderAsync();
        await using (var db = shop.Db())
        {
            db.AddRange(Enumerable.Range(0, 101).Select(_ => new Order
            {
                PublicId = Secrets.New()[..22], AccessTokenHash = Secrets.New(), SessionKey = Secrets.New(), CartId = Guid.NewGuid(), Email = account.Email!, AccountId = account.Id,
                PlacedAt = DateTime.UtcNow, ExpiresAt = DateTime.UtcNow,
            }));
            await db.SaveChangesAsync();
        }

        var listed = await member.AskAsync("query ($email: String!) { orders(userEmail: $email) { number } }", new { email = account.Email });
        var own = await member.AskAsync("{ me { orders(first: 100) { number } } }");
        var tooMany = await member.AnswerAsync("{ me { orders(first: 101) { number } } }");

        Assert.Equal(100, listed.GetArrayLength());
        Assert.Equal(listed.ToString(), own.GetProperty("orders").ToString());
        Assert.Equal("first.invalid", tooMany.GetProperty("errors")[0].GetProperty("extensions").Text("code"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_guests_order_joins_an_account_by_its_key_once_and_for_good(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, account) = await shop.TokenHolderAsync();
        var (other, _) = await shop.TokenHolderAsync();
        using var guest = ApiShopper.At(shop);
        var id = (await guest.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;

        Assert.Equal(["order.unknown -"], (await member.ChangeAsync("claimOrder", new { orderId = id })).Errors());
        member.Token = other.Token = guest.Token;
        Assert.Equal(["auth.required -"], (await guest.ChangeAsync("claimOrder", new { orderId = id })).Errors());
        var claims = await Task.WhenAll(member.ChangeAsync("claimOrder", new { orderId = id }), member.ChangeAsync("claimOrder", new { orderId = id }));
        var late = await other.ChangeAsync("claimOrder", new { orderId = id });
        member.Token = null;

        Assert.All(claims, claim => Assert.Empty(claim.Codes()));
        Assert.Equal(["order.claimed -"], late.Errors());
        Assert.Equal([id], (await member.AskAsync(List, new { email = account.Email })).EnumerateArray().Select(o => o.Text("id")));
    }

    [Fact]
    public async Task Being_staff_makes_nobody_the_owner()
    {
        var shop = await servers.AnyAsync();
        var (staff, _) = await shop.TokenHolderAsync(Roles.Staff);
        using var guest = ApiShopper.At(shop);
        var id = (await guest.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;

        Assert.Equal(["order.unknown -"], (await staff.ChangeAsync("claimOrder", new { orderId = id })).Errors());
    }
}
