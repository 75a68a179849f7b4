using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class LoginDoorTests
{
    private static readonly ProvenElsewhere Dana = new("https://login.example.com", "1", "Example", "dana@example.com");

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_four_windows_that_open_an_account_at_once_all_come_into_the_same(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var come = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => shop.Get<LoginDoor>().SignInAsync(Dana))));

        Assert.Single(come.Select(c => c.Value!.Id).Distinct());
        await using var db = shop.Db();
        Assert.Equal((1, 1), (await db.Accounts.CountAsync(), await db.AccountLogins.CountAsync()));
        Assert.Equal(["account.login_added"], await db.AuditEntries.Select(e => e.Action).ToListAsync());
        Assert.Equal([AccountMailKind.LoginAdded], await db.AccountMails.Select(m => m.Kind).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_number_at_another_provider_is_somebody_else(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = (await shop.Get<LoginDoor>().SignInAsync(Dana)).Value!;

        var other = await shop.Get<LoginDoor>().SignInAsync(Dana with { Issuer = "https://other.example.com", Email = "remy@example.com" });
        var borrowed = await shop.Get<LoginDoor>().SignInAsync(Dana with { Issuer = "https://other.example.com", Subject = "2" });

        Assert.NotEqual(dana.Id, other.Value!.Id);
        Assert.Equal("login.address_known", borrowed.Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_account_is_never_joined_by_its_address_alone(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();

        var come = await shop.Get<LoginDoor>().SignInAsync(Dana with { Email = "DANA@example.com" });
        var joined = await shop.Get<LoginEditor>().AddAsync(dana.Id, dana.SecurityStamp, Dana);

        Assert.Equal("login.address_known", come.Problem?.Code);
        Assert.Null(joined.Problem);
        Assert.Equal(dana.Id, (await shop.Get<LoginDoor>().SignInAsync(Dana)).Value!.Id);
        Assert.Equal("account.gone", (await shop.Get<LoginEditor>().AddAsync(dana.Id, "older", Dana with { Subject = "2" })).Problem?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no address")]
    [InlineData(EmailAddress.OfThisMachine)]
    public async Task Without_an_address_no_account_is_opened(string? email)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal("login.no_address", (await shop.Get<LoginDoor>().SignInAsync(Dana with { Email = email })).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_number_of_any_length_is_kept(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var long1 = Dana with { Subject = new string('9', 255), Issuer = $"https://{new string('a', 200)}.example.com" };

        var opened = await shop.Get<LoginDoor>().SignInAsync(long1);

        Assert.Equal(opened.Value!.Id, (await shop.Get<LoginDoor>().SignInAsync(long1)).Value!.Id);
        Assert.Equal("login.address_known", (await shop.Get<LoginDoor>().SignInAsync(long1 with { Subject = $"{long1.Subject}8" })).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task From_the_moment_that_erasure_was_asked_for_no_provider_opens_the_account(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await shop.AccountAsync();
        await shop.Get<LoginEditor>().AddAsync(dana.Id, dana.SecurityStamp, Dana);

        Assert.Null((await shop.Get<AccountErasure>().AskAsync(dana.Id, Some.Password)).Problem);

        Assert.Equal("login.address_known", (await shop.Get<LoginDoor>().SignInAsync(Dana)).Problem?.Code);
    }
}
