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

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class OrderCodeTests(ShopServers servers)
{
    private const string Ask = "mutation ($input: RequestOrderCodeInput!) { requestOrderCode(input: $input) { errors { code message field } } }";

    private const string Redeem = "mutation ($input: RedeemOrderCodeInput!) { redeemOrderCode(input: $input) { order { id isHolder userEmail } orderAccessToken errors { code message field } } }";

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

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_page_leads_from_number_and_address_to_the_whole_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var browser = shop.NewVisitor();
        var (order, email) = await GuestOrderAsync(shop);
        var asked = await FindAsync(browser, order.Text("number")!, email);
        var code = await shop.CodeToAsync(email);

        var wrong = await EnterAsync(browser, asked, "AAAA2222");
        var open = await EnterAsync(browser, wrong, code);

        Assert.Equal(("Look into your mailbox", "/orders/find"), (asked.Heading, asked.Path));
        Assert.Contains("This code does not count", wrong.Text("#code-e"), StringComparison.Ordinal);
        Assert.Equal($"/orders/{order.Text("id")}", open.Path);
        Assert.Contains(email, open.Text("main aside"), StringComparison.Ordinal);
        Assert.Contains("60614", (await browser.OrderAsync(order.Text("id")!)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_signed_in_adds_the_order_that_they_found_to_their_account()
    {
        var shop = await servers.AnyAsync();
        var (browser, _) = await shop.MemberAsync();
        using var __ = browser;
        var (order, email) = await GuestOrderAsync(shop);
        var asked = await FindAsync(browser, order.Text("number")!, email);
        var open = await EnterAsync(browser, asked, await shop.CodeToAsync(email));

        var form = open.Document.QuerySelector<IHtmlFormElement>("#keep form:not([hidden])")!;
        var claimed = await browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));

        Assert.Null(claimed.Document.QuerySelector("#keep form:not([hidden])"));
        Assert.NotNull((await browser.OpenAsync("/account")).Document.QuerySelector($"a[href='/orders/{order.Text("id")}']"));
    }

    [Fact]
    public async Task The_page_says_the_same_of_an_order_that_is_not_there()
    {
        var shop = await servers.AnyAsync();
        using var browser = shop.NewVisitor();
        var (order, email) = await GuestOrderAsync(shop);

        var known = await FindAsync(browser, order.Text("number")!, email);
        var unknown = await FindAsync(browser, "GLP-999999999", email);

        Assert.Equal((known.Status, known.Text("main")), (unknown.Status, unknown.Text("main")));
        Assert.Contains("no-store", known.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "order-e")]
    [InlineData("GLP-100001", "nobody", "email-e")]
    public async Task The_page_keeps_what_was_typed_when_it_cannot_be_used(string order, string email, string message)
    {
        var shop = await servers.AnyAsync();
        using var browser = shop.NewVisitor();

        var page = await FindAsync(browser, order, email);

        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEqual("", page.Text($"#{message}"));
    }

    [Fact]
    public async Task The_way_back_is_linked_from_an_order_that_is_not_ones_own_from_the_contact_page_and_from_the_confirmation()
    {
        var shop = await servers.AnyAsync();
        using var browser = shop.NewVisitor();
        var (order, email) = await GuestOrderAsync(shop);
        var mail = await Poll.UntilAsync(() => Task.FromResult(shop.EmailsOf(order.Text("number")!).FirstOrDefault()), m => m is not null, "the confirmation");

        Assert.All([await browser.OpenAsync($"/orders/{order.Text("id")}"), await browser.OpenAsync("/pages/contact")], page => Assert.NotNull(page.Document.QuerySelector("main a[href='/orders/find']")));
        Assert.All([mail!.HtmlBody, mail.TextBody], text => Assert.Contains("/orders/find", text, StringComparison.Ordinal));
        Assert.Equal(email, mail.To.Mailboxes.Single().Address);
    }

    /// <summary>An order by both of its names, with another address, and two that are not there.</summary>
    private static (string Order, string Email)[] Asked(string number, string id, string email) =>
        [(number, email), (id, email), (number, "nobody@example.com"), ("GLP-999999999", email), ("AAAAAAAAAAAAAAAAAAAAAA", "nobody@example.com")];

    private static async Task<(System.Text.Json.JsonElement Order, string Email)> GuestOrderAsync(ShopServer shop)
    {
        using var guest = ApiShopper.At(shop);
        var email = $"guest-{guest.Session[..8].ToLowerInvariant()}@example.com";
        await guest.AddAsync(await shop.StockAsync(Some.Product()));
        var created = await guest.CreateAsync(new() { ["userEmail"] = email, ["shippingAddress"] = ApiShopper.Address, ["paymentMethodId"] = SandboxGateway.Visa });
        return (created.GetProperty("order"), email);
    }

    private static async Task<Support.Pages.Page> FindAsync(Visitor browser, string order, string email)
    {
        var page = await browser.OpenAsync("/orders/find");
        var form = page.Document.QuerySelector<IHtmlFormElement>("main form")!;
        form.QuerySelector<IHtmlInputElement>("[name=order]")!.Value = order;
        form.QuerySelector<IHtmlInputElement>("[name=email]")!.Value = email;
        return await browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));
    }

    private static Task<Support.Pages.Page> EnterAsync(Visitor browser, Support.Pages.Page asked, string code)
    {
        var form = asked.Document.QuerySelector<IHtmlFormElement>("main form")!;
        form.QuerySelector<IHtmlInputElement>("[name=code]")!.Value = code;
        return browser.SubmitAsync(form, form.QuerySelector<IHtmlButtonElement>("button"));
    }

    private static async Task<(PlacedOrder Placed, string Code)> WithCodeAsync(TestShop shop)
    {
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await shop.RunJobsAsync();
        return (placed, await CodeAsync(shop, placed));
    }

    private static async Task<string> CodeAsync(TestShop shop, PlacedOrder placed)
    {
        Assert.Null((await shop.Get<OrderRecovery>().RequestAsync(placed.Number, "Dana@Example.com")).Problem);
        await shop.RunJobsAsync();
        return shop.Mail.Sent[^1].TextBody!;
    }

    private static Task<Core.Common.Result<RecoveredOrder>> RedeemAsync(TestShop shop, PlacedOrder placed, string code, string? network = null) =>
        shop.Get<OrderRecovery>().RedeemAsync(placed.Number, "dana@example.com", code, network);

    private static async Task<(int Tries, string Codes, int Version)> RowsAsync(TestShop shop, PlacedOrder placed)
    {
        await using var db = shop.Db();
        var codes = await db.OrderCodes.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        return (await db.SignInTries.SumAsync(t => t.Failures), System.Text.Json.JsonSerializer.Serialize(codes), (await shop.OrderAsync(placed.PublicId)).Version);
    }
}
