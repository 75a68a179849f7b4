using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

/// <summary>A shopper mistyped their e-mail address.</summary>
public sealed class EmailEditorTests
{
    private const string Mistyped = "dana@example.com";
    private const string Meant = "Dana.Whitlock@example.com";
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_corrected_address_stands_on_the_order_its_timeline_and_its_receipt_and_the_audit_holds_none_of_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        Assert.Null((await CorrectAsync(shop, order.Id, $"  {Meant} ")).Problem);

        var corrected = await shop.OrderAsync(order.PublicId);
        Assert.Equal((Meant, OrderEventKind.EmailCorrected), (corrected.Email, corrected.Events.MaxBy(e => e.Id)!.Kind));
        Assert.DoesNotContain("@", corrected.Events.MaxBy(e => e.Id)!.Text, StringComparison.Ordinal);
        Assert.Equal(Meant, (await shop.Get<ReceiptQueries>().FindAsync(order.Id))!.Receipt.Email);
        await using var db = shop.Db();
        var row = await db.AuditEntries.SingleAsync();
        Assert.Equal(("order.email_corrected", $"order:{order.Id}", null), (row.Action, row.Subject, row.Note));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_orders_of_an_address_are_those_that_have_it_now(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        await CorrectAsync(shop, order.Id, Meant);

        Assert.Empty(await shop.Get<OrderQueries>().OfAddressAsync(Mistyped, Robin));
        Assert.Equal([order.PublicId], (await shop.Get<OrderQueries>().OfAddressAsync(Meant.ToUpperInvariant(), Robin)).Select(o => o.PublicId));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_address_again_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CorrectAsync(shop, order.Id, Meant))));

        Assert.All(answers, answer => Assert.Null(answer.Problem));
        Assert.Single((await shop.OrderAsync(order.PublicId)).Events, e => e.Kind == OrderEventKind.EmailCorrected);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_email_that_waits_goes_to_the_address_that_the_order_has_when_it_leaves(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        Assert.Equal([Mistyped], To(shop));
        Assert.Null((await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Robin)).Problem);

        Assert.Null((await CorrectAsync(shop, order.Id, Meant)).Problem);
        Assert.Null((await shop.Get<OrderPost>().SendAgainAsync(order.Id, new DueEmail(EmailKind.OrderConfirmation), "again", Robin)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal([Mistyped, Meant, Meant, Meant], To(shop));
        await shop.RepeatAllJobsAsync();
        Assert.Equal(4, shop.Mail.Sent.Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_confirmation_that_the_old_address_refused_to_the_end_goes_to_the_new_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        var order = await shop.OrderAsync(placed.PublicId);
        shop.Mail.Trouble = () => new EmailRefusedException("No such mailbox.");
        await shop.RunJobsForAsync(TimeSpan.FromHours(1));
        shop.Mail.Trouble = () => null;
        Assert.Empty(shop.Mail.Sent);

        Assert.Null((await CorrectAsync(shop, order.Id, Meant)).Problem);
        await shop.RunJobsAsync();

        Assert.Equal([Meant], To(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_email_that_is_being_written_goes_to_the_address_that_was_corrected_meanwhile(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        var order = await shop.OrderAsync(placed.PublicId);
        // The run knows the order by then, and looks whether its e-mail has left already.
        shop.Sql.Once("FROM \"Emails\"", async () => Assert.Null((await CorrectAsync(shop, order.Id, Meant)).Problem));

        await shop.RunJobsAsync();

        Assert.Equal([Meant], To(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_confirmation_goes_to_each_address_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        var order = await shop.OrderAsync(placed.PublicId);

        Assert.Null((await CorrectAsync(shop, order.Id, Meant)).Problem);
        await shop.RunJobsAsync();
        Assert.Equal([Meant], To(shop));
        Assert.Null((await CorrectAsync(shop, order.Id, "another@example.com")).Problem);
        await shop.RunJobsAsync();

        Assert.Equal([Meant, "another@example.com"], To(shop));
        Assert.All(shop.Mail.Sent, mail => Assert.Contains("-confirmation", mail.MessageId!, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_went_to_the_old_address_opens_the_order_no_more_and_the_new_one_gets_a_way_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await shop.RunJobsAsync();
        var (order, recovery) = (await shop.OrderAsync(placed.PublicId), shop.Get<OrderRecovery>());
        var key = (await recovery.RedeemAsync(placed.Number, Mistyped, await CodeAsync(shop, placed.Number, Mistyped))).Value!.AccessToken;
        var code = await CodeAsync(shop, placed.Number, Mistyped);
        await recovery.RequestAsync(placed.Number, Mistyped);

        Assert.Null((await CorrectAsync(shop, order.Id, Meant)).Problem);

        Assert.False(await shop.Get<OrderQueries>().IsHeldAsync(placed.PublicId, new OrderProof(null, key)));
        Assert.True(await shop.Get<OrderQueries>().IsHeldAsync(placed.PublicId, new OrderProof(null, placed.AccessToken)));
        Assert.Equal(["code.wrong", "code.wrong"], [(await recovery.RedeemAsync(placed.Number, Mistyped, code)).Problem?.Code, (await recovery.RedeemAsync(placed.Number, Meant, code)).Problem?.Code]);
        // What was asked for before is not sent to the old address any more.
        await shop.RunJobsAsync();
        Assert.Equal(Meant, To(shop)[^1]);
        Assert.Null((await recovery.RedeemAsync(placed.Number, Meant, await CodeAsync(shop, placed.Number, Meant))).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_joins_an_account_or_is_corrected_before_that_and_never_after_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(stock: 20)))[0];
        var account = await shop.AccountAsync("lee@example.com");
        for (var i = 0; i < 4; i++)
        {
            var placed = await shop.PlacedAsync(product);
            await shop.RunJobsAsync();
            var order = await shop.OrderAsync(placed.PublicId);
            var claiming = Task.Run(() => shop.Get<OrderOwners>().ClaimAsync(placed.PublicId, new OrderProof(null, placed.AccessToken), account.Id));
            var correcting = Task.Run(() => CorrectAsync(shop, order.Id, Meant));
            await Task.WhenAll(claiming, correcting);

            Assert.Null((await claiming).Problem);
            var after = await shop.OrderAsync(placed.PublicId);
            Assert.Equal(account.Id, after.AccountId);
            Assert.Contains(((await correcting).Problem?.Code, after.Email), new (string?, string)[] { (null, Meant), ("order.in_account", Mistyped) });
            Assert.Equal("order.in_account", (await CorrectAsync(shop, order.Id, "another@example.com")).Problem?.Code);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_is_corrected_away_from_an_account_is_not_erased_with_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await AskedAsync(shop);
        // The orders under the address are known; the transaction that erases comes next.
        shop.Sql.Once("\"AccessTokenHash\"\nFROM \"Orders\"", async () => Assert.Null((await CorrectAsync(shop, order.Id, Meant)).Problem));

        await EraseAsync(shop);

        var kept = await shop.OrderAsync(order.PublicId);
        Assert.Equal((Meant, Some.Address), (kept.Email, kept.Address));
        await using var db = shop.Db();
        Assert.Empty(await db.Accounts.ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_is_corrected_or_erased_and_never_half_of_both(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await AskedAsync(shop);

        var erasing = Task.Run(() => EraseAsync(shop));
        var correcting = Task.Run(() => CorrectAsync(shop, order.Id, Meant));
        await Task.WhenAll(erasing, correcting);

        var after = await shop.OrderAsync(order.PublicId);
        Assert.Contains(
            ((await correcting).Problem?.Code, after.Email, after.Address!.Line1),
            new (string?, string, string)[] { (null, Meant, Some.Address.Line1), ("order.erased", EmailAddress.Erased, "") });
        var last = (await CorrectAsync(shop, order.Id, "another@example.com")).Problem?.Code;
        Assert.Equal(after.Email == EmailAddress.Erased ? "order.erased" : null, last);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dana")]
    [InlineData("dana@example.com, lee@example.com")]
    [InlineData("Erased@erased.invalid")]
    public async Task What_is_no_address_is_refused_at_its_field(string? typed)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);

        var problem = (await CorrectAsync(shop, order.Id, typed)).Problem;

        Assert.Equal(("email.invalid", "email"), (problem?.Code, problem?.Field));
        Assert.Equal(Mistyped, (await shop.OrderAsync(order.PublicId)).Email);
    }

    [Fact]
    public async Task An_order_that_is_not_there_and_a_role_that_may_not_are_refused()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await PaidAsync(shop);

        Assert.Equal("order.unknown", (await CorrectAsync(shop, 404, Meant)).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<EmailEditor>().CorrectAsync(order.Id, Meant, new Actor(8, Roles.Customer))).Problem?.Code);
    }

    private static Task<Result<long>> CorrectAsync(TestShop shop, long orderId, string? email) => shop.Get<EmailEditor>().CorrectAsync(orderId, email, Robin);

    private static async Task<Order> PaidAsync(TestShop shop) => await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

    private static List<string> To(TestShop shop) => [.. shop.Mail.Sent.Select(mail => mail.To.Mailboxes.Single().Address)];

    private static async Task<string> CodeAsync(TestShop shop, string number, string email)
    {
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await shop.Get<OrderRecovery>().RequestAsync(number, email)).Problem);
        await shop.RunJobsAsync();
        return shop.Mail.Sent[^1].TextBody!;
    }

    /// <summary>A guest's order that has ended, under the address of an account that asked to be erased.</summary>
    private static async Task<Order> AskedAsync(TestShop shop)
    {
        var order = await PaidAsync(shop);
        var account = await shop.AccountAsync(Mistyped);
        await using (var db = shop.Db())
        {
            await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, OrderStatus.Delivered));
        }

        Assert.Null((await shop.Get<AccountErasure>().AskAsync(account.Id, Some.Password)).Problem);
        return order;
    }

    /// <summary>Lets the time pass after which an account is erased.</summary>
    private static Task<int> EraseAsync(TestShop shop)
    {
        shop.Clock.Advance(AccountErasure.Pause);
        return shop.RunJobsAsync();
    }
}
