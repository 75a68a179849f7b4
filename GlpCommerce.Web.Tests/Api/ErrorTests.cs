using System.Net;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Api;

/// <summary>What goes wrong inside stays inside.</summary>
public sealed class ErrorTests
{
    private const string Check = "query($s: String!) { validateCart(sessionId: $s) { canBeOrdered } }";
    private const string Cart = "query($s: String!) { a: cart(sessionId: $s) { id } __typename }";

    private static readonly object Session = new { s = "0123456789abcdef0123" };

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_failure_is_told_by_a_code_and_a_trace_that_the_log_knows(DatabaseProvider provider)
    {
        await using var shop = await WithoutCartsAsync(provider);
        using var client = ApiClient.Of(shop);

        var answer = await client.AskAsync(Cart, Session);

        Assert.Equal((HttpStatusCode.OK, "INTERNAL"), (answer.Status, answer.Code));
        Assert.Equal("Query", answer.Body.GetProperty("data").GetProperty("__typename").GetString());
        Assert.DoesNotMatch("(?i)sqlite|npgsql|select|carts|exception|\\.cs\\b|   at ", answer.Text);
        var trace = answer.Errors[0].GetProperty("extensions").GetProperty("traceId").GetString()!;
        Assert.Matches("^[0-9a-f]{32}$", trace);
        Assert.Contains(shop.Log.Errors, line => line.Contains(trace, StringComparison.Ordinal) && line.Contains("Exception", StringComparison.Ordinal));
        Assert.DoesNotContain(shop.Log.AsOperated(), line => line.Contains("0123456789abcdef0123", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_that_leaves_no_data_is_a_500_in_the_new_form_and_a_200_in_the_old()
    {
        await using var shop = await WithoutCartsAsync(DatabaseProvider.Sqlite);
        using var client = ApiClient.Of(shop);

        var now = await client.AskAsync(Check, Session);
        var old = await client.AskAsync(Check, Session, ("Accept", ApiClient.Json));

        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL"), (now.Status, now.Code));
        Assert.Equal((HttpStatusCode.OK, "INTERNAL"), (old.Status, old.Code));
        Assert.False(now.HasData);
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_given_up()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES") is null, "GLP_TEST_POSTGRES is not set: run ./test");
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Postgres, ("GraphQL:TimeoutSeconds", "1"));
        using var client = ApiClient.Of(shop);
        await using var db = shop.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE \"Carts\" IN ACCESS EXCLUSIVE MODE");

        var answer = await client.AskAsync(Check, Session);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "TIMEOUT"), (answer.Status, answer.Code));
        Assert.Empty(shop.Log.Errors);
    }

    [Fact]
    public async Task Looking_who_asks_is_given_up_in_the_same_time()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLP_TEST_POSTGRES") is null, "GLP_TEST_POSTGRES is not set: run ./test");
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Postgres, ("GraphQL:TimeoutSeconds", "1"));
        var (member, _) = await shop.TokenHolderAsync();
        using var holder = member;
        using var client = ApiClient.Of(shop);
        await using var db = shop.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE \"Accounts\" IN ACCESS EXCLUSIVE MODE");

        var answer = await client.AskAsync("{ __typename }", null, ("Authorization", $"Bearer {holder.Bearer}"), ("Accept", ApiClient.Response));

        // Whoever waited for the lock itself would be answered in the end.
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "TIMEOUT"), (answer.Status, answer.Code));
        Assert.Empty(shop.Log.Errors);
    }

    [Fact]
    public async Task What_fails_while_looking_who_asks_is_answered_as_all_failures()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var client = ApiClient.Of(shop);
        var token = (await shop.Services.GetRequiredService<TokenIssuer>().IssueAsync(await shop.AccountAsync())).AccessToken;
        await using (var db = shop.Db())
        {
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Accounts\" RENAME TO \"Lost\"");
        }

        var answer = await client.AskAsync("{ __typename }", null, ("Authorization", $"Bearer {token}"), ("Accept", ApiClient.Response));

        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Who_asks_too_often_is_refused_before_anybody_looks_who_it_is()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:GraphQL", "1"));
        using var client = ApiClient.Of(shop);
        var token = (await shop.Services.GetRequiredService<TokenIssuer>().IssueAsync(await shop.AccountAsync())).AccessToken;
        (string, string)[] headers = [("Authorization", $"Bearer {token}"), ("Accept", ApiClient.Response)];
        await client.AskAsync("{ __typename }", null, headers);
        var answer = default(ApiAnswer);

        var statements = await shop.Sql.DuringAsync(async () => answer = await client.AskAsync("{ __typename }", null, headers));

        Assert.Equal("RATE_LIMITED", answer!.Code);
        Assert.DoesNotContain(statements, sql => sql.Contains("SecurityStamp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_never_ends_is_given_up()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("GraphQL:TimeoutSeconds", "1"));
        using var client = ApiClient.Of(shop);

        var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new Endless() });

        Assert.Equal((HttpStatusCode.RequestTimeout, "BAD_REQUEST"), (answer.Status, answer.Code));
    }

    /// <summary>A shop that has lost a table.</summary>
    private static async Task<ShopServer> WithoutCartsAsync(DatabaseProvider provider)
    {
        var shop = await ShopServer.StartAsync(provider);
        await using var db = shop.Db();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Carts\" RENAME TO \"Lost\"");
        return shop;
    }

    /// <summary>A body that begins and never ends.</summary>
    private sealed class Endless : HttpContent
    {
        public Endless() => Headers.TryAddWithoutValidation("Content-Type", ApiClient.Json);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{"u8.ToArray());
            await stream.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(30));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
