using System.Diagnostics.CodeAnalysis;
using System.Net;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GlpCommerce.Web.Tests.Api.Orders;

public sealed class OrderEventsTests(ShopServers servers)
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_purchase_is_followed_from_its_placing_to_the_end_of_the_stream(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!;
        await using var events = await shopper.FollowAsync(id);
        var first = await events.NextAsync();

        await shopper.PayAsync(id);
        var seen = await events.ToEndAsync();

        Assert.Equal(new OrderEventSeen(2, "pending", "pending", "Choose how you want to pay."), first);
        Assert.Equal(new OrderEventSeen(4, "confirmed", "succeeded", "Your bank said yes."), seen[^1]);
        Assert.Equal([2, 3, 4], new[] { first! }.Concat(seen).Select(e => e.Id).Distinct());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_a_payment_waits_for_is_told_at_once(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.ThreeDSecure)).Text("id")!;
        await using var events = await shopper.FollowAsync(id);

        var seen = await events.UntilAsync(e => e.PaymentStatus == "requires_action");

        Assert.Equal(("text/event-stream", "no-store"), (events.Answer.Content.Headers.ContentType?.MediaType, events.Answer.Headers.CacheControl?.ToString()));
        Assert.All(seen, e => Assert.Equal((1, "pending"), (e.Id, e.Status)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_comes_back_hears_every_step_they_missed_and_the_state_at_last(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()), SandboxGateway.Declined)).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Failed);
        await shopper.PayAsync(id);
        await shopper.UntilAsync(id, OrderStatus.Confirmed);

        await using var events = await shopper.FollowAsync(id, known: 1);
        var seen = await events.ToEndAsync();

        Assert.Equal(
            [(2, "failed", null), (3, "pending", null), (4, "confirmed", "succeeded")],
            seen.Select(e => (e.Id, e.Status, e.PaymentStatus)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whose_sign_in_has_ended_hears_no_more_of_the_order(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var (member, account) = await shop.TokenHolderAsync();
        using var reader = member;
        using var holder = ApiShopper.At(shop);
        var id = (await member.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!;
        (holder.Token, member.Token) = (member.Token, null);
        await using var events = await member.FollowAsync(id);
        var first = await events.NextAsync();

        await shop.Services.GetRequiredService<AccountDoor>().SignOutEverywhereAsync(account.Id);
        Assert.Empty((await holder.PayAsync(id)).Codes());
        var more = await events.ToEndAsync();

        Assert.Equal("Choose how you want to pay.", first!.Step);
        Assert.Empty(more);
    }

    [Fact]
    public async Task Whoever_knows_the_end_is_told_not_to_come_back()
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Confirmed);

        await using var known = await shopper.FollowAsync(id, known: 2);
        await using var confused = await shopper.FollowAsync(id, known: 900);

        Assert.Equal(HttpStatusCode.NoContent, known.Answer.StatusCode);
        Assert.Equal([2], (await confused.ToEndAsync()).Select(e => e.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("' OR 1=1 --")]
    [InlineData("2, 2")]
    public async Task Whoever_comes_back_with_nonsense_hears_how_it_stands(string known)
    {
        var shop = await servers.AnyAsync();
        using var shopper = ApiShopper.At(shop);
        using var client = shop.CreateClient();
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Confirmed);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/orders/{id}/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", known);

        await using var events = new OrderEventReader(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));

        Assert.Equal([new OrderEventSeen(2, "confirmed", "succeeded", null)], await events.ToEndAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_stranger_hears_neither_words_nor_refunds(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.StockAsync(Some.Product()))).Text("id")!;
        await shopper.UntilAsync(id, OrderStatus.Confirmed);
        await shopper.CancelAsync(id);
        await shopper.UntilAsync(id, PaymentStatus.Refunded);

        await using var own = await shopper.FollowAsync(id, known: 2);
        await using var foreign = await stranger.FollowAsync(id, known: 2);

        Assert.Equal(["You cancelled the order.", "$35.90 goes back to you. The order was cancelled."], (await own.ToEndAsync()).Take(2).Select(e => e.Step));
        Assert.Equal([new OrderEventSeen(3, "cancelled", "succeeded", null)], await foreign.ToEndAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_stranger_hears_nothing_of_codes_that_are_asked_for_nor_of_what_only_the_holder_sees(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var shopper = ApiShopper.At(shop);
        using var stranger = ApiShopper.At(shop);
        var email = Members.NewAddress();
        await shopper.AddAsync(await shop.StockAsync(Some.Product()));
        var order = (await shopper.CreateAsync(new() { ["userEmail"] = email })).GetProperty("order");
        var id = order.Text("id")!;
        await using var own = await shopper.FollowAsync(id);
        await using var foreign = await stranger.FollowAsync(id);
        var (first, heard) = (await own.NextAsync(), await foreign.NextAsync());

        foreach (var address in new[] { Members.NewAddress(), email })
        {
            await stranger.AskAsync("mutation ($o: String!, $e: String!) { requestOrderCode(input: { order: $o, userEmail: $e }) { errors { code } } }", new { o = id, e = address });
        }

        await shop.CodeToAsync(email);
        await shopper.GiveAddressAsync(id);
        var given = await own.NextAsync();
        await shopper.PayAsync(id);

        Assert.Equal((2, 3), (first!.Id, given!.Id));
        List<OrderEventSeen> seen = [heard!, .. await foreign.ToEndAsync()];
        Assert.Single(seen, new OrderEventSeen(1, "pending", "pending", null));
        Assert.Equal(new OrderEventSeen(2, "confirmed", "succeeded", null), seen[^1]);
    }

    [Fact]
    public async Task Two_orders_do_not_mix()
    {
        var shop = await servers.AnyAsync();
        using var first = ApiShopper.At(shop);
        using var second = ApiShopper.At(shop);
        var (paid, left) = ((await first.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!, (await second.BuyAsync(await shop.StockAsync(Some.Product()), card: null)).Text("id")!);
        await using var paidEvents = await first.FollowAsync(paid);
        await using var leftEvents = await second.FollowAsync(left);
        await leftEvents.NextAsync();

        await first.PayAsync(paid);
        await paidEvents.UntilAsync(e => e.Status == "confirmed");
        await second.CancelAsync(left);

        Assert.All(await leftEvents.ToEndAsync(), e => Assert.True(e.Status is "pending" or "cancelled", e.ToString()));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1")]
    public async Task An_order_that_is_not_there_has_no_events(string id)
    {
        var shop = await servers.AnyAsync();
        using var stranger = ApiShopper.At(shop);

        await using var events = await stranger.FollowAsync(id);

        Assert.Equal(HttpStatusCode.NotFound, events.Answer.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_has_lasted_long_enough_ends_and_says_when_to_come_back()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ("RateLimits:OrderEvents:Longest", "00:00:04"), ("RateLimits:OrderEvents:Heartbeat", "00:00:00.1"));
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.InStockAsync(), card: null)).Text("id")!;

        using var answer = await shopper.GetAsync($"/orders/{id}/events");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith("retry: 2000\n\nid: 2\ndata: {", text, StringComparison.Ordinal);
        Assert.Contains("\n\n:\n\n:\n\n", text, StringComparison.Ordinal);
        await Poll.UntilAsync(() => Task.FromResult(shop.Services.GetRequiredService<OrderWatch>().Count), count => count == 0, "the last watcher to leave");
    }

    [Theory]
    [InlineData("PerAddress", HttpStatusCode.TooManyRequests)]
    [InlineData("Total", HttpStatusCode.ServiceUnavailable)]
    public async Task There_are_only_so_many_places_and_each_is_given_back(string limit, HttpStatusCode refusal)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, ($"RateLimits:OrderEvents:{limit}", "2"));
        using var shopper = ApiShopper.At(shop);
        var id = (await shopper.BuyAsync(await shop.InStockAsync(), card: null)).Text("id")!;
        await using var first = await shopper.FollowAsync(id);
        await using var second = await shopper.FollowAsync(id);
        await Task.WhenAll(first.NextAsync(), second.NextAsync());

        await using var third = await shopper.FollowAsync(id);
        Assert.Equal((refusal, "10"), (third.Answer.StatusCode, third.Answer.Headers.RetryAfter?.ToString()));

        await first.DisposeAsync();
        await using var fourth = await Poll.UntilAsync(() => shopper.FollowAsync(id), again => again.Answer.IsSuccessStatusCode, "a place to be free again");
    }

    [Fact]
    public async Task A_line_that_breaks_while_nothing_happens_leaves_no_watcher_and_no_other_error_behind()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        var watch = new OrderWatch(shop.Get<OrderQueries>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<OrderWatch>.Instance);
        var options = Microsoft.Extensions.Options.Options.Create(new OrderStreamOptions { Heartbeat = TimeSpan.FromMilliseconds(100) });
        using var lifetime = new Lifetime();
        var stream = new OrderEventStream(shop.Get<OrderQueries>(), watch, new OrderStreams(options), shop.Get<AccountQueries>(), shop.Get<SessionEditor>(), lifetime, options);
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(new StartedResponse());
        context.Response.Body = new BrokenLine();

        await Assert.ThrowsAsync<IOException>(() => stream.AnswerAsync(context, placed.PublicId, OrderProof.None));

        Assert.Equal(0, watch.Count);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once.")]
    public async Task Many_watchers_of_one_order_cost_no_more_than_one()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0], method: SandboxGateway.ThreeDSecure);
        var database = new CountedDatabase(shop.Databases);
        var watch = new OrderWatch(OrderReads.Of(database), Microsoft.Extensions.Logging.Abstractions.NullLogger<OrderWatch>.Instance);
        using var enough = new CancellationTokenSource();
        var watchers = Enumerable.Range(0, 200).Select(_ => watch.FollowAsync(placed.PublicId, enough.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken)).ToList();
        await Task.WhenAll(watchers.Select(w => w.MoveNextAsync().AsTask()));
        var joined = database.Opened;

        var next = watchers.Select(w => w.MoveNextAsync().AsTask()).ToList();
        await shop.RunJobsAsync();
        await Task.WhenAll(next);
        var seen = watchers.Select(w => w.Current.State.PaymentStatus).ToList();
        await enough.CancelAsync();
        foreach (var watcher in watchers)
        {
            await watcher.DisposeAsync();
        }

        Assert.All(seen, status => Assert.Equal(PaymentStatus.RequiresAction, status));
        Assert.InRange(joined, 2, 10);
        Assert.InRange(database.Opened - joined, 2, 10);
        Assert.Equal(0, watch.Count);
    }

    /// <summary>An answer of which the beginning has left already.</summary>
    private sealed class StartedResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    /// <summary>A line that takes the first event, and breaks at the first sign of life.</summary>
    private sealed class BrokenLine : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length == 0 ? base.WriteAsync(buffer, cancellationToken) : throw new IOException("The line broke.");
    }

    /// <summary>A shop that goes on.</summary>
    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _never = new();

        public CancellationToken ApplicationStarted => _never.Token;

        public CancellationToken ApplicationStopping => _never.Token;

        public CancellationToken ApplicationStopped => _never.Token;

        public void StopApplication() => throw new NotSupportedException();

        public void Dispose() => _never.Dispose();
    }

    /// <summary>Counts how often somebody goes to the database.</summary>
    private sealed class CountedDatabase(IShopDbFactory shop) : IShopDbFactory
    {
        private int _opened;

        public int Opened => Volatile.Read(ref _opened);

        public DatabaseProvider Provider => shop.Provider;

        public ShopDb Open()
        {
            Interlocked.Increment(ref _opened);
            return shop.Open();
        }

        public Task<T> InTransactionAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct = default) => shop.InTransactionAsync(work, ct);
    }
}
