using System.Text.RegularExpressions;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>Two strangers who know each other's address learn nothing: not from a page, not from its status, not from its work.</summary>
public sealed partial class AccountSecrecyTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Registering_answers_the_same_for_an_address_that_is_new_known_or_waits(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (known, waiting) = (await shop.RegisteredAsync(), await shop.RegisteredAsync(isConfirmed: false));

        await AssertSameAsync(shop, [Members.NewAddress(), known, waiting], (visitor, email) => visitor.RegisterAsync(email, Members.AnotherPassword));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_wrong_password_answers_the_same_for_an_address_that_is_new_known_waits_or_is_locked(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (known, waiting, locked) = (await shop.RegisteredAsync(), await shop.RegisteredAsync(isConfirmed: false), await shop.RegisteredAsync());
        using var visitor = shop.NewVisitor();
        for (var i = 0; i < AccountTries.Most; i++)
        {
            await visitor.SignInAsync(locked, "not my password");
        }

        await AssertSameAsync(shop, [Members.NewAddress(), known, waiting, locked], (stranger, email) => stranger.SignInAsync(email, "not my password"));
        Assert.Equal("/account/sign-in", (await visitor.SignInAsync(locked)).Path);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Asking_for_a_link_answers_the_same_for_an_address_that_is_new_known_or_waits(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (known, waiting) = (await shop.RegisteredAsync(), await shop.RegisteredAsync(isConfirmed: false));

        await AssertSameAsync(shop, [Members.NewAddress(), known, waiting], (visitor, email) => visitor.ForgetAsync(email));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_that_never_was_one_answers_like_one_that_was_used(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var email = Members.NewAddress();
        using var visitor = shop.NewVisitor();
        await visitor.RegisterAsync(email);
        var used = await shop.LinkAsync("confirm", email);
        await visitor.FollowAsync(used);

        await AssertSameAsync(shop, [used, $"/account/confirm?token={new string('A', used.Split('=')[1].Length)}"], (stranger, link) => stranger.FollowAsync(link));
    }

    [Fact]
    public async Task A_members_page_holds_nothing_of_another_members()
    {
        var shop = await servers.AnyAsync();
        var (one, oneEmail) = await shop.MemberAsync();
        var (other, otherEmail) = await shop.MemberAsync();
        var order = await one.BuyAsync(await shop.StockAsync(Some.Product()));

        var page = await other.OpenAsync("/account");

        Assert.DoesNotContain(order.PublicId, page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(oneEmail, page.Html, StringComparison.Ordinal);
        Assert.Contains(otherEmail, page.Html, StringComparison.Ordinal);
        one.Dispose();
        other.Dispose();
    }

    /// <summary>Byte for byte, but for what the asker typed and for what is drawn anew for every page.</summary>
    private static async Task AssertSameAsync(ShopServer shop, string[] asked, Func<Visitor, string, Task<Page>> ask)
    {
        var seen = new List<(string Answer, string Statements)>();
        foreach (var typed in asked)
        {
            using var stranger = shop.NewVisitor();
            Page? page = null;
            var statements = await shop.Sql.DuringAsync(async () => page = await ask(stranger, typed));
            seen.Add(($"{(int)page!.Status} {page.Path}\n{Headers(page)}\n{Drawn().Replace(page.Html.Replace(typed, "TYPED", StringComparison.Ordinal), "$1")}", string.Join("\n;\n", statements.TakeWhile(IsTheRequests))));
        }

        foreach (var (answer, statements) in seen)
        {
            Assert.Equal(seen[0].Statements, statements);
            Assert.Equal(seen[0].Answer, answer);
        }

        Assert.Contains("TYPED", seen[0].Answer + (asked[0].StartsWith('/') ? "TYPED" : ""), StringComparison.Ordinal);
    }

    /// <summary>The job that a request leaves behind may begin before its answer is out; it is what the request did last.</summary>
    private static bool IsTheRequests(string sql) => !sql.StartsWith("UPDATE \"Jobs\"", StringComparison.Ordinal);

    private static string Headers(Page page) => string.Join("\n", page.Answer.Headers.Concat(page.Answer.Content.Headers)
        .Where(header => header.Key is not ("Date" or "Set-Cookie" or "Content-Length")).OrderBy(header => header.Key, StringComparer.Ordinal)
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));

    [GeneratedRegex("(name=\"__RequestVerificationToken\" value=\")[^\"]+|<!--Blazor-(?:Server|Web)[^>]*-->|<!--bl:[^>]*-->|(&quot;challenge&quot;:&quot;)[A-Za-z0-9_-]+")]
    private static partial Regex Drawn();
}
