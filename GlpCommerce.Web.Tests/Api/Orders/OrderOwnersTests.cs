using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
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
    public async Task A_list_costs_a_few_statements_however_many_orders_it_has(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, account) = await shop.TokenHolderAsync();
        for (var i = 0; i < 4; i++)
        {
            await member.BuyAsync(await shop.StockAsync(Some.Product()));
        }

        var all = await shop.Sql.DuringAsync(() => member.AskAsync(List, new { email = account.Email }));
        var little = await shop.Sql.DuringAsync(() => member.AskAsync("query ($email: String!) { orders(userEmail: $email) { id } }", new { email = account.Email }));

        // Account and roles, orders, their lines; then the steps of all of them, and the products.
        Assert.Equal(4, little.Count);
        Assert.InRange(all.Count, 5, 8);
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
