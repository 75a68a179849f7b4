using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static GlpCommerce.Web.Tests.Api.Orders.OrderCodes;

namespace GlpCommerce.Web.Tests.Api.Orders;

/// <summary>Whether there is such an order is told to nobody who has not its code.</summary>
public sealed class OrderCodeSecrecyTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_work_does_not_tell_whether_there_is_such_an_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, _) = await WithCodeAsync(shop);
        var recovery = shop.Get<OrderRecovery>();

        foreach (var act in new Func<(string Order, string Email), Task>[] { ask => recovery.RequestAsync(ask.Order, ask.Email), ask => recovery.RedeemAsync(ask.Order, ask.Email, "AAAA2222") })
        {
            var work = new List<string>();
            foreach (var asked in Asked(placed.Number, placed.PublicId, "dana@example.com"))
            {
                work.Add(string.Join("\n", await shop.Sql.DuringAsync(() => act(asked))));
            }

            Assert.All(work, other => Assert.Equal(work[0], other));
        }

        Assert.Equal(6, (await shop.JobsAsync()).Count(j => j.Kind == SendOrderCode.Spec.Name));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_answer_does_not_tell_whether_there_is_such_an_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var stranger = ApiShopper.At(shop);
        var (order, email) = await GuestOrderAsync(shop);

        foreach (var (operation, code) in new[] { (Ask, null), (Redeem, "AAAA2222") })
        {
            var answers = new List<string>();
            foreach (var (named, address) in Asked(order.Text("number")!, order.Text("id")!, email))
            {
                Dictionary<string, object?> input = new() { ["order"] = named, ["userEmail"] = address };
                if (code is not null)
                {
                    input["code"] = code;
                }

                answers.Add((await stranger.AnswerAsync(operation, new { input })).ToString());
            }

            Assert.Single(answers.Distinct());
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_wrong_code_changes_the_same_rows_whether_there_is_such_an_order_or_not(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, _) = await WithCodeAsync(shop);
        var changed = new List<(int, string, int)>();
        foreach (var (order, email) in Asked(placed.Number, placed.PublicId, "dana@example.com"))
        {
            var before = await RowsAsync(shop, placed);
            await shop.Get<OrderRecovery>().RedeemAsync(order, email, "AAAA2222", "stranger");
            var after = await RowsAsync(shop, placed);
            changed.Add((after.Tries - before.Tries, after.Codes == before.Codes ? "" : after.Codes, after.Version - before.Version));
        }

        Assert.All(changed, rows => Assert.Equal((1, "", 0), rows));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Asking_for_a_code_leaves_the_row_that_others_watch_as_it_was(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await shop.RunJobsAsync();
        var before = await shop.Get<OrderQueries>().StateAsync(placed.PublicId);

        await CodeAsync(shop, placed);

        Assert.Equal(before, await shop.Get<OrderQueries>().StateAsync(placed.PublicId));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_database_holds_neither_code_nor_key_nor_the_address_beside_a_job(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, code) = await WithCodeAsync(shop);
        var key = (await RedeemAsync(shop, placed, code)).Value!.AccessToken;

        await using var db = shop.Db();
        var row = await db.OrderCodes.AsNoTracking().SingleAsync();

        Assert.DoesNotContain(code, $"{row.CodeHash} {row.TokenHash}", StringComparison.Ordinal);
        Assert.Equal(Core.Common.Secrets.Hash(key), row.TokenHash);
        Assert.All(await shop.JobsAsync(), job => Assert.DoesNotContain("@", job.Payload, StringComparison.Ordinal));
    }

    /// <summary>An order by both of its names, with another address, and two that are not there.</summary>
    private static (string Order, string Email)[] Asked(string number, string id, string email) =>
        [(number, email), (id, email), (number, "nobody@example.com"), ("GLP-999999999", email), ("AAAAAAAAAAAAAAAAAAAAAA", "nobody@example.com")];

    private static async Task<(int Tries, string Codes, int Version)> RowsAsync(TestShop shop, PlacedOrder placed)
    {
        await using var db = shop.Db();
        var codes = await db.OrderCodes.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        return (await db.SignInTries.SumAsync(t => t.Failures), System.Text.Json.JsonSerializer.Serialize(codes), (await shop.OrderAsync(placed.PublicId)).Version);
    }
}
