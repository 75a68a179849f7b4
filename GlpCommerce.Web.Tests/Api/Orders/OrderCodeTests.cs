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

public sealed class OrderCodeTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_from_the_mailbox_opens_the_order_and_lets_it_join_an_account(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, _) = await shop.TokenHolderAsync();
        var (order, email) = await GuestOrderAsync(shop);
        await member.AskAsync(Ask, new { input = new { order = order.Text("number")!.ToLowerInvariant(), userEmail = email.ToUpperInvariant() } });
        var code = await shop.CodeToAsync(email);

        var found = await member.AskAsync(Redeem, new { input = new { order = order.Text("number"), userEmail = email, code = $" {code[..4].ToLowerInvariant()}-{code[4..]} " } });
        var again = await member.AskAsync(Redeem, new { input = new { order = order.Text("number"), userEmail = email, code } });
        member.Token = found.Text("orderAccessToken");

        Assert.Equal((order.Text("id"), true, email), (found.Text("order", "id"), found.GetProperty("order").GetProperty("isHolder").GetBoolean(), found.Text("order", "userEmail")));
        Assert.Equal(["code.wrong input.code"], again.Errors());
        Assert.Equal("60614", (await member.OrderAsync(order.Text("id")!)).Text("shippingAddress", "zip"));
        Assert.Empty((await member.ChangeAsync("claimOrder", new { orderId = order.Text("id") })).Codes());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_counts_for_five_tries_from_one_network_and_those_of_a_stranger_cost_its_holder_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, code) = await WithCodeAsync(shop);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("code.wrong", (await RedeemAsync(shop, placed, "AAAA2222", "stranger")).Problem?.Code);
        }

        Assert.Equal("code.wrong", (await RedeemAsync(shop, placed, code, "stranger")).Problem?.Code);
        Assert.Null((await RedeemAsync(shop, placed, code, "home")).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_counts_for_an_hour(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, code) = await WithCodeAsync(shop);

        shop.Clock.Advance(TimeSpan.FromMinutes(60));

        Assert.Equal("code.wrong", (await RedeemAsync(shop, placed, code)).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_hour_has_three_codes_and_each_counts_whoever_asked_for_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, first) = await WithCodeAsync(shop);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await CodeAsync(shop, placed);
        for (var i = 0; i < 4; i++)
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(1));
            await CodeAsync(shop, placed);
        }

        Assert.NotEqual(first, second);
        Assert.Equal(3, shop.Mail.Sent.Count(m => m.MessageId!.Contains("-code-", StringComparison.Ordinal)));
        Assert.Null((await RedeemAsync(shop, placed, first)).Problem);
        Assert.Null((await RedeemAsync(shop, placed, shop.Mail.Sent[^1].TextBody!)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Codes_that_nobody_brought_are_thrown_away_and_keys_go_on_opening(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, code) = await WithCodeAsync(shop);
        var key = (await RedeemAsync(shop, placed, code)).Value!.AccessToken;
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await CodeAsync(shop, placed);
        await using var db = shop.Db();

        shop.Clock.Advance(TimeSpan.FromHours(24));
        await shop.Get<OrderCodeHousekeeping>().RunAsync();
        Assert.Equal(2, await db.OrderCodes.CountAsync());
        shop.Clock.Advance(TimeSpan.FromHours(1));
        await shop.Get<OrderCodeHousekeeping>().RunAsync();

        Assert.Equal(Core.Common.Secrets.Hash(key), (await db.OrderCodes.AsNoTracking().SingleAsync()).TokenHash);
        Assert.True(await shop.Get<OrderQueries>().IsHeldAsync(placed.PublicId, new OrderProof(null, key)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_code_that_many_bring_at_once_gives_one_key(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, code) = await WithCodeAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RedeemAsync(shop, placed, code))));

        var key = Assert.Single(answers, answer => answer.Succeeded).Value!;
        Assert.NotEqual(placed.AccessToken, key.AccessToken);
        Assert.True(await shop.Get<OrderQueries>().IsHeldAsync(placed.PublicId, new OrderProof(null, key.AccessToken)));
        Assert.True(await shop.Get<OrderQueries>().IsHeldAsync(placed.PublicId, new OrderProof(null, placed.AccessToken)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_job_that_is_repeated_sends_the_same_code(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, code) = await WithCodeAsync(shop);

        await shop.RepeatAllJobsAsync();

        Assert.All(shop.Mail.Sent.Where(m => m.MessageId!.Contains("-code-", StringComparison.Ordinal)), m => Assert.Equal(code, m.TextBody));
        Assert.Null((await RedeemAsync(shop, placed, code)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_mail_server_that_is_away_for_some_minutes_delays_the_code_and_loses_none(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await shop.RunJobsAsync();
        var back = shop.Now.AddMinutes(4);
        shop.Mail.Trouble = () => shop.Now < back ? new EmailRefusedException("Come back later.") : null;
        await shop.Get<OrderRecovery>().RequestAsync(placed.Number, "dana@example.com");

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(14));

        var code = Assert.Single(shop.Mail.Sent, m => m.MessageId!.Contains("-code-", StringComparison.Ordinal)).TextBody!;
        Assert.Null((await RedeemAsync(shop, placed, code)).Problem);
    }

    [Theory]
    [InlineData("", "nobody@example.com", "order.missing input.order")]
    [InlineData("\u200b", "nobody@example.com", "order.missing input.order")]
    [InlineData("GLP-100001", "nobody", "email.invalid input.userEmail")]
    public async Task What_cannot_be_a_number_or_an_address_is_said_so(string order, string email, string error)
    {
        var shop = await servers.AnyAsync();
        using var stranger = ApiShopper.At(shop);

        Assert.Equal([error], (await stranger.AskAsync(Ask, new { input = new { order, userEmail = email } })).Errors());
    }

    [Theory]
    [InlineData("")]
    [InlineData("padded beyond what is kept as it is")]
    public async Task One_order_is_tried_only_so_often_however_its_number_is_written(string padding)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:Checkout:PerSession", "4"));
        using var stranger = ApiShopper.At(shop);
        var blanks = padding.Length > 0 ? new string(' ', 300) : "";
        var answers = new List<string?>();
        foreach (var order in new[] { "GLP-100042", "100042", " #100042", "000100042", "glp-100042", "GLP-0100042" })
        {
            answers.AddRange((await stranger.AskAsync(Redeem, new { input = new { order = order + blanks, userEmail = "dana@example.com", code = "AAAA2222" } })).Codes());
        }

        Assert.Equal(["code.wrong", "code.wrong", "code.wrong", "code.wrong", "rate.limited", "rate.limited"], answers);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Any_text_at_all_may_stand_where_number_address_and_code_do(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (placed, _) = await WithCodeAsync(shop);

        foreach (var text in Some.Nonsense)
        {
            Assert.NotNull((await shop.Get<OrderRecovery>().RedeemAsync(text, text, text)).Problem);
            Assert.Equal("code.wrong", (await RedeemAsync(shop, placed, text)).Problem?.Code);
        }
    }
}
