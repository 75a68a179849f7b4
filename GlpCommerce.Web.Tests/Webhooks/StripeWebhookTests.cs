using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Webhooks;

public sealed partial class StripeWebhookTests(StripeServers servers) : IClassFixture<StripeServers>
{
    /// <summary>Bodies that Stripe may have signed, and that are no message all the same.</summary>
    public static TheoryData<string> Garbage =>
    [
        "", " ", "{", "{}", "[]", "null", "\"evt_1\"", "5", """{"id":5,"type":"a.b"}""", """{"id":"evt_1"}""", """{"id":"evt_1","type":null}""",
        """{"id":"evt 1","type":"a.b"}""", """{"id":"evt_1","type":"a b"}""", """{"id":"evt_\ud800","type":"a.b"}""", """{"id":"evt_1\u0000","type":"a.b"}""",
        """{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"pi_1/../2"}}}""", """{"id":"evt_1","type":"v1.charge.refunded","related_object":{"id":"<script>"}}""",
        $$"""{"id":"evt_{{new string('x', 300)}}","type":"a.b"}""", $$"""{"id":"evt_1","type":"{{new string('x', 300)}}"}""",
        $$$$"""{"id":"evt_1","type":"charge.refunded","data":{"object":{"id":"{{{{new string('x', 300)}}}}"}}}""", new string('[', 5_000),
    ];

    /// <summary>The types that the docs tell an operator to choose, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string>> Documented =>
        from row in TestDatabase.Each
        from type in DocumentedTypes
        select new TheoryDataRow<DatabaseProvider, string>(row.Data, type) { Skip = row.Skip };

    /// <summary>The databases that answer over a line.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider>> Servers => TestDatabase.Each.Where(row => row.Data == DatabaseProvider.Postgres);

    private static IEnumerable<string> DocumentedTypes =>
        InCode().Matches(File.ReadLines(Path.Combine(Repository.Root, "docs", "stripe.md")).Single(line => line.StartsWith("Events: ", StringComparison.Ordinal)))
            .Select(match => match.Groups[1].Value);

    [Theory, MemberData(nameof(Documented))]
    public async Task A_message_of_each_type_that_the_docs_name_is_followed_up(DatabaseProvider provider, string type)
    {
        var shop = await servers.OnAsync(provider);
        var message = StripeMessage.About(type, Subject());

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));

        Assert.Single(await StoredAsync(shop, message.Id));
        Assert.Equal(1, await JobsAsync(shop, message.Id));
    }

    [Theory, MemberData(nameof(Documented))]
    public async Task A_thin_message_of_each_of_those_types_is_followed_up_too_and_kept_under_its_own_name(DatabaseProvider provider, string type)
    {
        var shop = await servers.OnAsync(provider);
        var thin = StripeMessage.Thin($"v1.{type}", $"pi_{Guid.NewGuid():N}");

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, thin.Json));

        var stored = Assert.Single(await StoredAsync(shop, thin.Id));
        Assert.Equal((thin.Type, thin.ObjectId, 1), (stored.Type, stored.ObjectId, await JobsAsync(shop, thin.Id)));
    }

    [Fact]
    public void The_docs_name_what_the_shop_follows_up() => Assert.Equal(StripeNotice.Followed.Order(), DocumentedTypes.Order());

    [Fact]
    public void What_a_shop_has_to_follow_up_is_followed_up_and_no_more_than_one_list_of_Stripes_can_hold()
    {
        string[] needed =
        [
            "payment_intent.succeeded", "payment_intent.processing", "payment_intent.payment_failed", "payment_intent.requires_action", "payment_intent.canceled",
            "charge.refunded", "refund.updated", "refund.failed", "charge.dispute.created", "charge.dispute.closed",
        ];

        Assert.Empty(needed.Except(StripeNotice.Followed));
        Assert.InRange(StripeNotice.Followed.Count, needed.Length, 20);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_message_is_answered_with_a_few_statements_and_without_asking_Stripe(DatabaseProvider provider)
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.Faults.IsSilent = true;
        await using var shop = await ShopServer.StartAsync(provider, stripe.Settings);
        var counts = new List<int>();
        // The first of a process may take too long, and be sent again.
        await SendAsync(shop, StripeMessage.About("payment_intent.succeeded", Subject()).Json);

        for (var i = 0; i < 20 && counts.Count < 4; i++)
        {
            var (message, status) = (StripeMessage.About("payment_intent.succeeded", Subject()), default(HttpStatusCode));
            var statements = await shop.Sql.DuringAsync(async () => status = await SendOnceAsync(shop, FakeStripeOutbox.Request(message.Json)));
            // One for which a busy machine had no second is sent again, and would count twice.
            if (status == HttpStatusCode.OK)
            {
                counts.Add(statements.Count);
                Assert.Equal(1, await JobsAsync(shop, message.Id));
            }
        }

        // Whether it is stored already, then the message and its job.
        Assert.Equal(4, counts.Count);
        Assert.InRange(Assert.Single(counts.Distinct()), 2, 4);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_signed_message_is_stored_with_the_job_that_follows_it_up_and_nothing_of_its_content(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));

        var stored = Assert.Single(await StoredAsync(shop, message.Id));
        Assert.Equal(("stripe", message.Type, message.ObjectId), (stored.Provider, stored.Type, stored.ObjectId));
        Assert.Equal(1, await JobsAsync(shop, message.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Twenty_copies_at_once_are_one_message_and_one_job(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var visitor = shop.NewVisitor();
        var message = StripeMessage.About("charge.refunded", Subject("ch"));

        var answers = await FakeStripeOutbox.SendAsync(visitor.SendAsync, [message], times: 20);

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Single(await StoredAsync(shop, message.Id));
        Assert.Equal(1, await JobsAsync(shop, message.Id));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task While_one_secret_takes_anothers_place_both_count(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);

        foreach (var (secret, status) in new[]
        {
            (StripeServers.OlderSecret, HttpStatusCode.OK), (FakeStripe.WebhookSecret, HttpStatusCode.OK), ("whsec_other", HttpStatusCode.BadRequest), ("", HttpStatusCode.BadRequest),
        })
        {
            var message = StripeMessage.About("payment_intent.succeeded", Subject());
            Assert.Equal(status, await SendAsync(shop, () => FakeStripeOutbox.Request(message.Json, secret)));
            Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, (await StoredAsync(shop, message.Id)).Count);
        }
    }

    [Theory]
    [InlineData(-240, HttpStatusCode.OK)]
    [InlineData(-360, HttpStatusCode.BadRequest)]
    [InlineData(-86_400, HttpStatusCode.BadRequest)]
    public async Task A_signature_counts_for_five_minutes(int secondsAgo, HttpStatusCode status)
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());

        Assert.Equal(status, await SendAsync(shop, () => FakeStripeOutbox.Request(message.Json, at: DateTimeOffset.UtcNow.AddSeconds(secondsAgo))));
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, (await StoredAsync(shop, message.Id)).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=,v1=")]
    [InlineData("t=abc,v1=abc")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("v1=00,v1=00,v0=00")]
    public async Task Without_a_signature_nothing_is_taken_and_the_answer_is_bare(string? signature)
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());
        using var visitor = shop.NewVisitor();
        using var request = FakeStripeOutbox.Request(message.Json);
        request.Headers.Remove("Stripe-Signature");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", signature is null ? [] : [signature]);

        using var answer = await visitor.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadRequest, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Empty(await StoredAsync(shop, message.Id));
    }

    [Fact]
    public async Task A_signature_of_another_message_does_not_count()
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var (signed, other) = (StripeMessage.About("payment_intent.succeeded", Subject()), StripeMessage.About("payment_intent.succeeded", Subject()));
        using var request = FakeStripeOutbox.Request(signed.Json);
        request.Content = new StringContent(other.Json, Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, await SendOnceAsync(shop, request));
        Assert.Empty(await StoredAsync(shop, other.Id));
    }

    [Theory]
    [InlineData("2023-08-16")]
    [InlineData("2026-09-30.dahlia")]
    [InlineData("2031-01-01.zinnia")]
    public async Task Another_version_of_the_api_is_no_obstacle(string apiVersion)
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var message = StripeMessage.About("payment_intent.succeeded", Subject(), apiVersion);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));
        Assert.Equal(1, await JobsAsync(shop, message.Id));
    }

    [Fact]
    public async Task A_thin_message_names_its_object_and_one_of_an_unknown_type_is_only_kept()
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var thin = StripeMessage.Thin("v1.payment_intent.succeeded", "pi_thin");
        StripeMessage[] kept =
        [
            StripeMessage.Thin("v1.payment_intent.of_next_year", "pi_later"), StripeMessage.Thin("v1.v1.payment_intent.succeeded", "pi_twice"),
            StripeMessage.Thin("v2.core.account[requirements].updated", "acct_1"), StripeMessage.About("customer.created", Subject("cus")),
            StripeMessage.About("balance.available", new JsonObject { ["object"] = "balance" }), StripeMessage.About("payment_intent.of_next_year", Subject()),
        ];

        Assert.All(await SendAsync(shop, [thin, .. kept]), status => Assert.Equal(HttpStatusCode.OK, status));

        Assert.Equal(("pi_thin", 1), (Assert.Single(await StoredAsync(shop, thin.Id)).ObjectId, await JobsAsync(shop, thin.Id)));
        foreach (var message in kept)
        {
            Assert.Equal((message.ObjectId, 0), (Assert.Single(await StoredAsync(shop, message.Id)).ObjectId, await JobsAsync(shop, message.Id)));
        }
    }

    [Theory]
    [InlineData("reporting.report_type.updated", "balance.summary.1")]
    [InlineData("coupon.created", "20 % in spring")]
    [InlineData("v1.coupon.created", "SPRING/20")]
    public async Task What_has_another_name_than_a_payments_is_kept_without_it_and_nothing_follows(string type, string objectId)
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var message = type.StartsWith("v1.", StringComparison.Ordinal) ? StripeMessage.Thin(type, objectId) : StripeMessage.About(type, new JsonObject { ["id"] = objectId });

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));

        var stored = Assert.Single(await StoredAsync(shop, message.Id));
        Assert.Equal((type, "", 0), (stored.Type, stored.ObjectId, await JobsAsync(shop, message.Id)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_message_and_the_thin_one_that_tells_the_same_are_one(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());
        var thin = StripeMessage.Thin("v1.payment_intent.succeeded", message.ObjectId, other: message.Id);

        Assert.All(await SendAsync(shop, [thin, message, thin]), status => Assert.Equal(HttpStatusCode.OK, status));

        Assert.Equal(message.ObjectId, Assert.Single(await StoredAsync(shop, message.Id)).ObjectId);
        Assert.Empty(await StoredAsync(shop, thin.Id));
        Assert.Equal((1, 0), (await JobsAsync(shop, message.Id), await JobsAsync(shop, thin.Id)));
    }

    [Theory, MemberData(nameof(Garbage))]
    public async Task Signed_garbage_is_refused(string body)
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(shop, body));
    }

    [Theory]
    [InlineData(256 * 1024, true, HttpStatusCode.OK)]
    [InlineData((256 * 1024) + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData((256 * 1024) + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_be_so_large_and_no_larger(int bytes, bool saysItsLength, HttpStatusCode status)
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());
        var json = message.Json.PadRight(bytes);

        Assert.Equal(status, await SendAsync(shop, () =>
        {
            var request = FakeStripeOutbox.Request(json);
            request.Content = saysItsLength ? request.Content : new StreamContent(new Unmeasured(Encoding.UTF8.GetBytes(json)));
            return request;
        }));
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, (await StoredAsync(shop, message.Id)).Count);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_cannot_be_stored_is_asked_for_again_and_no_trace_is_logged(DatabaseProvider provider)
    {
        await using var shop = await servers.StartAsync(provider);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());

        await using (await OutageAsync(shop, provider))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendOnceAsync(shop, FakeStripeOutbox.Request(message.Json)));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));

        Assert.Single(await StoredAsync(shop, message.Id));
        Assert.Contains(shop.Log.AsOperated(), line => line.Contains($"message {message.Id} could not be stored", StringComparison.Ordinal) && !line.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task Stripe_is_not_kept_waiting_for_a_server_that_is_busy_either(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var message = StripeMessage.About("payment_intent.succeeded", Subject());
        await using (var db = shop.Db())
        await using (await db.Database.BeginTransactionAsync())
        {
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE \"ProviderEvents\" IN ACCESS EXCLUSIVE MODE");

            Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendOnceAsync(shop, FakeStripeOutbox.Request(message.Json)));
        }

        // The shop gave up by itself, and not because a statement had run for half a minute.
        Assert.Single(shop.Log.AsOperated(), line => line.Contains($"message {message.Id} could not be stored (it took too long)", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));
        Assert.Single(await StoredAsync(shop, message.Id));
    }

    [Fact]
    public async Task Stripe_is_not_kept_waiting_for_a_file_that_another_program_holds()
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        var (message, seconds) = (StripeMessage.About("payment_intent.succeeded", Subject()), 0);
        // Asked where it counts: in the request, right before it writes.
        shop.Sql.Once("INSERT INTO \"ProviderEvents\"", () =>
        {
            using var file = new SqliteConnection();
            FileWait.Limit(file);
            seconds = file.DefaultTimeout;
            return Task.CompletedTask;
        });

        Assert.Equal(HttpStatusCode.OK, await SendAsync(shop, message.Json));

        Assert.Equal(1, seconds);
    }

    [Fact]
    public async Task A_shop_without_Stripe_has_no_such_address()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);

        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(shop, StripeMessage.About("payment_intent.succeeded", Subject()).Json));
    }

    [Fact]
    public async Task No_secret_is_logged()
    {
        var shop = await servers.OnAsync(DatabaseProvider.Sqlite);
        await SendOnceAsync(shop, FakeStripeOutbox.Request(StripeMessage.About("payment_intent.succeeded", Subject()).Json, "whsec_other"));

        Assert.DoesNotContain(shop.Log.AsOperated(), line => line.Contains("whsec_", StringComparison.Ordinal) || line.Contains("sk_test_", StringComparison.Ordinal));
    }

    /// <summary>Something that no shop knows.</summary>
    private static JsonObject Subject(string prefix = "pi") =>
        new() { ["id"] = $"{prefix}_{Guid.NewGuid():N}", ["client_secret"] = "pi_secret_x", ["receipt_email"] = "dana@example.com" };

    /// <summary>Until it is disposed nothing can be stored: another program holds the file, or the server's disk is full.</summary>
    private static async Task<IAsyncDisposable> OutageAsync(ShopServer shop, DatabaseProvider provider)
    {
        var db = shop.Db();
        if (provider == DatabaseProvider.Sqlite)
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("BEGIN IMMEDIATE");
            return new Ending(db, "ROLLBACK");
        }

        await db.Database.ExecuteSqlRawAsync("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$");
        await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER full_disk BEFORE INSERT ON \"ProviderEvents\" FOR EACH ROW EXECUTE FUNCTION full_disk()");
        return new Ending(db, "DROP TRIGGER full_disk ON \"ProviderEvents\"");
    }

    private sealed class Ending(ShopDb db, string sql) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await db.Database.ExecuteSqlRawAsync(sql);
            await db.DisposeAsync();
        }
    }

    /// <summary>As Stripe does: again, while the shop says that it cannot store it in time.</summary>
    private static async Task<HttpStatusCode> SendAsync(ShopServer shop, Func<HttpRequestMessage> write)
    {
        using var visitor = shop.NewVisitor();
        return await FakeStripeOutbox.SendAsync(visitor.SendAsync, write);
    }

    private static Task<HttpStatusCode> SendAsync(ShopServer shop, string json) => SendAsync(shop, () => FakeStripeOutbox.Request(json));

    private static async Task<HttpStatusCode> SendOnceAsync(ShopServer shop, HttpRequestMessage request)
    {
        using var visitor = shop.NewVisitor();
        using var answer = await visitor.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode[]> SendAsync(ShopServer shop, IEnumerable<StripeMessage> messages)
    {
        using var visitor = shop.NewVisitor();
        return await FakeStripeOutbox.SendAsync(visitor.SendAsync, messages);
    }

    private static async Task<List<ProviderEvent>> StoredAsync(ShopServer shop, string id)
    {
        await using var db = shop.Db();
        return await db.ProviderEvents.AsNoTracking().Where(e => e.Id == id).ToListAsync();
    }

    private static async Task<int> JobsAsync(ShopServer shop, string id)
    {
        await using var db = shop.Db();
        return await db.Jobs.CountAsync(j => j.Kind == "handle-provider-event" && j.Payload.Contains(id));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InCode();

    /// <summary>A body that comes in pieces.</summary>
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
