using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>Who acts on a page that was open before something was taken away.</summary>
public sealed class StaffSessionTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_session_that_was_ended_acts_no_more(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (account, session) = await SignedInAsync(shop);
        var page = Page(shop, account, session);
        Assert.Equal(new Actor(account.Id, Roles.Manager), await page.ActorAsync());

        await shop.Get<SessionEditor>().EndAsync(account.Id, session);

        Assert.Equal(new Actor(account.Id, Roles.Customer), await page.ActorAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_role_that_was_taken_away_counts_no_more(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (account, session) = await SignedInAsync(shop);
        Assert.Null((await shop.Get<StaffEditor>().SetRoleAsync(account.Id, Roles.Staff, Actor.Shop)).Problem);

        Assert.Equal(new Actor(account.Id, Roles.Customer), await Page(shop, account, session).ActorAsync());
    }

    private static async Task<(Account Account, Guid Session)> SignedInAsync(TestShop shop)
    {
        await shop.Get<StaffEditor>().AddAsync(Some.AdminEmail, Some.Password, Roles.Admin, isTemporary: false);
        await shop.AccountAsync();
        Assert.Null((await shop.Get<StaffEditor>().AppointAsync("dana@example.com", Roles.Manager, Actor.Shop)).Problem);
        var account = (await shop.Get<AccountDoor>().SignInAsync("dana@example.com", Some.Password)).Value!;
        return (account, await shop.Get<SessionEditor>().BeginAsync(account, null));
    }

    private static StaffSession Page(TestShop shop, Account account, Guid session) => new(new Open(account, session), shop.Get<SessionEditor>());

    /// <summary>What an open page believes.</summary>
    private sealed class Open(Account account, Guid session) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
            [new(AccessClaims.Account, $"{account.Id}"), new(AccessClaims.Session, session.ToString()), new(AccessClaims.Role, Roles.Manager)], "test", AccessClaims.Email, AccessClaims.Role))));
    }
}
