using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class TokenIssuerTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_access_token_is_believed_for_ten_minutes_and_says_nothing_about_the_person(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync();
        await GiveAsync(shop, account, Roles.Manager);

        var tokens = await shop.Get<TokenIssuer>().IssueAsync(account);
        var read = await ReadAsync(shop, tokens.AccessToken);
        var said = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(tokens.AccessToken.Split('.')[1]));

        Assert.True(read.IsValid);
        Assert.Equal((account.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), true), (read.Claims[AccessClaims.Account], read.ClaimsIdentity.HasClaim(AccessClaims.Role, Roles.Manager)));
        Assert.DoesNotContain("example.com", said, StringComparison.Ordinal);
        Assert.DoesNotContain(account.SecurityStamp!, said, StringComparison.Ordinal);
        Assert.DoesNotContain(account.CartSeed, said, StringComparison.Ordinal);
        shop.Clock.Advance(AccessTokens.Life);
        Assert.False((await ReadAsync(shop, tokens.AccessToken)).IsValid);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_token_that_was_tampered_with_or_signed_by_nobody_is_not_believed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var token = (await shop.Get<TokenIssuer>().IssueAsync(await shop.AccountAsync())).AccessToken;
        var parts = token.Split('.');
        var other = Url(new { sub = "1", roles = "admin", exp = 4_000_000_000, iss = "http://localhost:5080", aud = "http://localhost:5080" });

        string[] forged =
        [
            $"{parts[0]}.{other}.{parts[2]}", $"{Url(new { alg = "none", typ = "JWT" })}.{other}.", $"{Url(new { alg = "HS256" })}.{other}.", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}",
        ];

        foreach (var text in forged.Concat(Some.Nonsense))
        {
            Assert.False((await ReadAsync(shop, text)).IsValid);
        }

        Assert.True((await ReadAsync(shop, token)).IsValid);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refresh_token_is_exchanged_once_and_a_second_time_ends_all_of_its_sign_in(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (account, issuer) = (await shop.AccountAsync(), shop.Get<TokenIssuer>());
        var first = await issuer.IssueAsync(account);
        var elsewhere = await issuer.IssueAsync(account);

        var second = (await issuer.RefreshAsync(first.RefreshToken)).Value!;
        shop.Clock.Advance(TokenIssuer.Patience);
        var stolen = await issuer.RefreshAsync(first.RefreshToken);

        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(AccountProblems.TokenDead, stolen.Problem);
        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(second.RefreshToken)).Problem);
        Assert.Null((await issuer.RefreshAsync(elsewhere.RefreshToken)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_answer_that_was_lost_is_given_again_for_half_a_minute_until_it_was_used(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var issuer = shop.Get<TokenIssuer>();
        var first = await issuer.IssueAsync(await shop.AccountAsync());
        var lost = (await issuer.RefreshAsync(first.RefreshToken)).Value!;
        shop.Clock.Advance(TokenIssuer.Patience - TimeSpan.FromSeconds(1));

        var again = (await issuer.RefreshAsync(first.RefreshToken)).Value!;
        var third = (await issuer.RefreshAsync(again.RefreshToken)).Value!;

        Assert.Equal(lost.RefreshToken, again.RefreshToken);
        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(first.RefreshToken)).Problem);
        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(third.RefreshToken)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Eight_exchanges_of_one_token_at_once_get_the_same_next_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var issuer = shop.Get<TokenIssuer>();
        var first = await issuer.IssueAsync(await shop.AccountAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => issuer.RefreshAsync(first.RefreshToken))));

        Assert.Single(answers.Select(answer => answer.Value!.RefreshToken).Distinct());
        await using var db = shop.Db();
        Assert.Equal(2, await db.RefreshTokens.CountAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Signing_out_ends_the_sign_in_of_the_token_even_while_it_is_exchanged(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (account, issuer) = (await shop.AccountAsync(), shop.Get<TokenIssuer>());
        var elsewhere = await issuer.IssueAsync(account);
        for (var round = 0; round < 10; round++)
        {
            var token = (await issuer.IssueAsync(account)).RefreshToken;

            var exchange = Task.Run(() => issuer.RefreshAsync(token));
            await Task.WhenAll(exchange, Task.Run(() => issuer.RevokeAsync(token)));

            Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync((await exchange).Value?.RefreshToken ?? token)).Problem);
        }

        Assert.Null((await issuer.RefreshAsync(elsewhere.RefreshToken)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_and_signing_out_everywhere_end_every_token(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (account, issuer) = (await shop.AccountAsync(), shop.Get<TokenIssuer>());
        var (first, second) = (await issuer.IssueAsync(account), await issuer.IssueAsync(account));

        account = (await shop.Get<PasswordEditor>().ChangePasswordAsync(account.Id, Some.Password, "another long password")).Value!;
        var third = await issuer.IssueAsync(account);

        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(first.RefreshToken)).Problem);
        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(second.RefreshToken)).Problem);
        var fourth = (await issuer.RefreshAsync(third.RefreshToken)).Value!;
        await shop.Get<AccountDoor>().SignOutEverywhereAsync(account.Id);
        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(fourth.RefreshToken)).Problem);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refresh_token_lives_thirty_days_and_nonsense_is_none(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var issuer = shop.Get<TokenIssuer>();
        var tokens = await issuer.IssueAsync(await shop.AccountAsync());
        foreach (var nonsense in Some.Nonsense.Append(null).Append(tokens.AccessToken))
        {
            Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(nonsense)).Problem);
            await issuer.RevokeAsync(nonsense);
        }

        shop.Clock.Advance(TokenIssuer.RefreshLife);

        Assert.Equal(AccountProblems.TokenDead, (await issuer.RefreshAsync(tokens.RefreshToken)).Problem);
        await using var db = shop.Db();
        Assert.DoesNotContain(tokens.RefreshToken, await db.RefreshTokens.Select(t => t.TokenHash).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_counts_no_more_is_thrown_away_and_what_counts_is_not(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var account = await shop.AccountAsync();
        await shop.Get<TokenIssuer>().IssueAsync(account);
        await shop.Get<AccountEditor>().RegisterAsync("nobody@example.com", Some.Password);
        await shop.Get<AccountDoor>().SignInAsync("nobody@example.com", "not my password");
        await shop.Get<AccountHousekeeping>().RunAsync();
        Assert.Equal((2, 1, 3, 1), await CountAsync(shop));

        shop.Clock.Advance(TimeSpan.FromDays(7));
        await shop.Get<AccountHousekeeping>().RunAsync();
        Assert.Equal((1, 1, 0, 0), await CountAsync(shop));
        shop.Clock.Advance(TimeSpan.FromDays(23));
        await shop.Get<AccountHousekeeping>().RunAsync();

        Assert.Equal((1, 0, 0, 0), await CountAsync(shop));
    }

    private static async Task<(int Accounts, int Tokens, int Mails, int Tries)> CountAsync(TestShop shop)
    {
        await using var db = shop.Db();
        return (await db.Accounts.CountAsync(), await db.RefreshTokens.CountAsync(), await db.AccountMails.CountAsync(), await db.SignInTries.CountAsync());
    }

    private static async Task<Microsoft.IdentityModel.Tokens.TokenValidationResult> ReadAsync(TestShop shop, string token) =>
        await new JsonWebTokenHandler().ValidateTokenAsync(token, shop.Get<AccessTokens>().Validation);

    private static string Url(object json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private static async Task GiveAsync(TestShop shop, Account account, string role)
    {
        await using var db = shop.Db();
        var roleId = await db.Roles.Where(r => r.Name == role).Select(r => r.Id).SingleAsync();
        db.AccountRoles.Add(new IdentityUserRole<long> { UserId = account.Id, RoleId = roleId });
        await db.SaveChangesAsync();
    }
}
