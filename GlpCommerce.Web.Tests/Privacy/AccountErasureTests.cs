using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Privacy;

public sealed class AccountErasureTests
{
    private const string Email = "dana@example.com";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_table_holds_the_person_any_more_and_the_order_stays_with_its_state_and_its_sums(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await LivedInAsync(shop);
        var order = await DeliveredAsync(shop, dana);
        await shop.RefundAsync(order, "key", 1, "Her wrist is in plaster");
        await shop.RunJobsAsync();
        string[] personal = ["Her wrist", Email, Some.Address.Name, Some.Address.Line1, Some.Address.City, Some.Address.Zip, order.AccessTokenHash, dana.CartSeed, "17 Poplar Lane", "number-of-dana", "The phone of Dana"];
        await using var db = shop.Db();
        foreach (var text in personal)
        {
            Assert.NotEmpty(await db.ThatHoldAsync(text));
        }

        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);
        await RunAsync(shop);

        foreach (var text in personal)
        {
            Assert.Empty(await db.ThatHoldAsync(text));
        }

        var kept = await shop.OrderAsync(order.PublicId);
        Assert.Equal((order.Total, order.Tax, "IL", ""), (kept.Total, kept.Tax, kept.Address!.State, kept.Address.Name));
        Assert.Equal(order.Lines.Select(l => (l.Sku, l.Quantity)), kept.Lines.Select(l => (l.Sku, l.Quantity)));
        Assert.Empty(await db.Accounts.ToListAsync());
        Assert.Empty(await db.DeviceSessions.ToListAsync());
        Assert.Empty(await db.RefreshTokens.ToListAsync());
        Assert.Empty(await db.AccountMails.Where(m => m.AccountId != null).ToListAsync());
        Assert.Empty(await db.SignInTries.ToListAsync());
        Assert.Equal(["account.login_added", "account.passkey_added", "account.erasure_asked", "account.erased"], await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        Assert.Null((await shop.Get<AuditCheck>().RunAsync()).Fault);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_comes_in_from_the_moment_it_was_asked_for(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var session = await shop.Get<SessionEditor>().BeginAsync(dana, null);
        var tokens = await shop.Get<TokenIssuer>().IssueAsync(dana);

        await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password);

        Assert.False(await shop.Get<SessionEditor>().SeeAsync(dana.Id, session));
        Assert.NotNull((await shop.Get<TokenIssuer>().RefreshAsync(tokens.RefreshToken)).Problem);
        Assert.NotNull((await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_on_its_way_has_to_end_first_and_nothing_is_changed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await OwnAsync(shop, await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]), dana, OrderStatus.Shipped);

        Assert.Equal("account.orders_open", (await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem?.Code);

        Assert.Null((await shop.Get<AccountDoor>().SignInAsync(Email, Some.Password)).Problem);
        await using var db = shop.Db();
        Assert.Empty(await db.AuditEntries.ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_whose_bank_said_no_after_days_can_still_be_paid_and_is_waited_for(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        await OwnAsync(shop, order, dana, OrderStatus.Failed);
        shop.Clock.Advance(TimeSpan.FromDays(4));
        await using (var db = shop.Db())
        {
            db.OrderEvents.Add(new OrderEvent { OrderId = order.Id, Status = OrderStatus.Failed, Text = "The bank said no.", At = shop.Now });
            await db.SaveChangesAsync();
        }

        Assert.Equal("account.orders_open", (await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem?.Code);
        shop.Clock.Advance(Order.PricesAreKept + TimeSpan.FromMinutes(1));
        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_is_placed_after_all_is_waited_for(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        await OwnAsync(shop, order, dana, OrderStatus.Delivered);
        await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password);
        await OwnAsync(shop, order, dana, OrderStatus.Shipped);

        await RunAsync(shop);
        await using var db = shop.Db();
        Assert.Equal(1, await db.Accounts.CountAsync());
        await OwnAsync(shop, order, dana, OrderStatus.Delivered);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.RunJobsAsync();

        Assert.Equal(0, await db.Accounts.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_job_can_be_repeated(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, sam) = (await shop.AccountAsync(), await shop.AccountAsync("sam@example.com"));
        await DeliveredAsync(shop, dana);
        await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password);
        await RunAsync(shop);

        await shop.Databases.InTransactionAsync(async db =>
        {
            shop.Get<JobQueue>().Add(db, new EraseAccount(dana.Id));
            return await db.SaveChangesAsync();
        });
        await shop.RunJobsAsync();

        await using var read = shop.Db();
        Assert.Equal([sam.Id], await read.Accounts.Select(a => a.Id).ToListAsync());
        Assert.Equal(2, await read.AuditEntries.CountAsync());
        Assert.Empty(await read.Jobs.Where(j => j.DoneAt == null && j.DueAt <= shop.Now).ToListAsync());
    }

    [Fact]
    public async Task A_wrong_password_and_a_role_in_the_shop_stand_in_the_way()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var dana = await shop.AccountAsync();
        await shop.Get<StaffEditor>().AddAsync(Email, Some.Password, Roles.Staff, isTemporary: false);

        Assert.Equal("password.wrong", (await shop.Get<AccountErasure>().AskAsync(dana.Id, Members.AnotherPassword)).Problem?.Code);
        Assert.Equal("account.staff", (await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem?.Code);
    }

    [Fact]
    public async Task Emails_that_were_written_as_files_go_and_those_of_others_stay()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var outbox = shop.Get<Core.Common.DataFolder>().Outbox;
        var files = new FileOutbox(outbox);
        foreach (var (id, to) in new[]
        {
            ("one@shop", "Dana@Example.com"), ("two@shop", "sam@example.com"),
            ("GLP-100001-confirmation-a@shop", "office@example.com"), ("GLP-1000011-confirmation-a@shop", "office@example.com"),
        })
        {
            var message = new MimeKit.MimeMessage { MessageId = id, Body = new MimeKit.TextPart { Text = "Hello" } };
            message.To.Add(new MimeKit.MailboxAddress("", to));
            await files.SendAsync(message, CancellationToken.None);
        }

        shop.Get<SentFiles>().Forget(Email, ["GLP-100001"]);
        shop.Get<SentFiles>().Forget(Email, ["GLP-100001"]);

        Assert.Equal(["GLP-1000011-confirmation-a.eml", "two.eml"], Directory.GetFiles(outbox).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Emails_to_another_address_about_an_order_that_was_put_into_the_account_go_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var claimed = await DeliveredAsync(shop, dana);
        var files = new FileOutbox(shop.Get<Core.Common.DataFolder>().Outbox);
        await using var db = shop.Db();
        await db.Orders.Where(o => o.Id == claimed.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.Email, "office@example.com").SetProperty(o => o.EmailKey, "office@example.com"));
        var mail = Assert.Single(shop.Mail.Sent);
        mail.To.Clear();
        mail.To.Add(new MimeKit.MailboxAddress("", "office@example.com"));
        await files.SendAsync(mail, CancellationToken.None);
        Assert.Single(Directory.GetFiles(shop.Get<Core.Common.DataFolder>().Outbox));

        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);
        await RunAsync(shop);

        Assert.Empty(Directory.GetFiles(shop.Get<Core.Common.DataFolder>().Outbox));
    }

    [Fact]
    public async Task An_email_about_an_erased_order_goes_to_nobody()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var dana = await shop.AccountAsync();
        var order = await DeliveredAsync(shop, dana);
        await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password);
        await RunAsync(shop);
        shop.Mail.Sent.Clear();

        await shop.Databases.InTransactionAsync(async db =>
        {
            await db.Emails.ExecuteDeleteAsync();
            shop.Get<JobQueue>().Add(db, new Core.Checkout.SendOrderConfirmation(order.Id));
            return await db.SaveChangesAsync();
        });
        await shop.RunJobsAsync();

        Assert.Empty(shop.Mail.Sent);
        await using var read = shop.Db();
        Assert.Empty(await read.Jobs.Where(j => j.DoneAt == null && j.DueAt <= shop.Now).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_email_on_its_way_while_its_order_is_erased_leaves_no_copy(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        var order = await DeliveredAsync(shop, dana);
        await shop.Databases.InTransactionAsync(async db =>
        {
            shop.Get<JobQueue>().Add(db, new Core.Checkout.SendOrderConfirmation(order.Id, "again"));
            return await db.SaveChangesAsync();
        });
        shop.Mail.Before = async () =>
        {
            shop.Mail.Before = () => Task.CompletedTask;
            Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);
            await shop.RunOnlyAsync(EraseAccount.Spec.Name);
            await new FileOutbox(shop.Get<Core.Common.DataFolder>().Outbox).SendAsync(shop.Mail.Sent[^1], CancellationToken.None);
        };

        await shop.RunJobsAsync();

        await using var read = shop.Db();
        Assert.Equal((2, EmailState.Sent), (await read.Emails.CountAsync(), await read.Emails.Where(e => e.Reference == "again").Select(e => e.State).SingleAsync()));
        Assert.Empty(await read.EmailCopies.ToListAsync());
        Assert.Empty(Directory.GetFiles(shop.Get<Core.Common.DataFolder>().Outbox));
    }

    /// <summary>Lets the time pass in which older tokens are believed.</summary>
    private static Task<int> RunAsync(TestShop shop)
    {
        shop.Clock.Advance(AccountErasure.Pause);
        return shop.RunJobsAsync();
    }

    /// <summary>An account with everything that can hang on one.</summary>
    private static async Task<Account> LivedInAsync(TestShop shop)
    {
        var dana = await shop.AccountAsync();
        await shop.Get<SessionEditor>().BeginAsync(dana, "Firefox/140.0");
        await shop.Get<TokenIssuer>().IssueAsync(dana);
        await shop.Get<AccountDoor>().SignInAsync(Email, "not the password");
        await shop.Get<Core.Checkout.AddressBook>().AddAsync(dana.Id, new(null, "Dana Doe", "17 Poplar Lane", null, "Boise", "ID", "83702", null));
        await shop.Get<LoginEditor>().AddAsync(dana.Id, dana.SecurityStamp, new("https://login.example.com", "number-of-dana", "Example", null));
        await shop.Get<PasskeyEditor>().AddAsync(
            dana.Id, dana.SecurityStamp, new([1, 2, 3], [1], shop.Now, 0, [], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], []), "The phone of Dana", null);
        var product = (await shop.StockAsync(Some.Product()))[0];
        await shop.Get<Core.Carts.CartEditor>().AddAsync(shop.Get<AccountKeys>().CartSession(dana), product.Id, 2);
        return dana;
    }

    private static async Task<Order> DeliveredAsync(TestShop shop, Account account)
    {
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0], 2);
        await OwnAsync(shop, order, account, OrderStatus.Delivered);
        return order;
    }

    private static async Task OwnAsync(TestShop shop, Order order, Account account, OrderStatus status)
    {
        await using var db = shop.Db();
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, account.Id).SetProperty(o => o.Status, status));
    }
}
