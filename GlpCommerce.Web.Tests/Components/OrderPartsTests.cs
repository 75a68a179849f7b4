using Bunit;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Components;

public sealed class OrderPartsTests : ShopComponentContext
{
    [Theory]
    [InlineData(OrderStatus.Pending, 1, 0)]
    [InlineData(OrderStatus.Confirmed, 1, 1)]
    [InlineData(OrderStatus.Failed, 0, 0)]
    [InlineData(OrderStatus.Cancelled, 0, 0)]
    public void The_timeline_says_what_is_happening_and_what_comes_next_only_while_something_does(OrderStatus status, int now, int next)
    {
        var timeline = Render<OrderTimeline>(p => p.Add(x => x.Order, Order(status, OrderStatus.Pending, status)));

        Assert.Equal((now, next), (timeline.FindAll("[aria-current=step]").Count, timeline.FindAll(".next").Count));
    }

    [Fact]
    public void The_timeline_holds_every_step_in_its_order_with_its_time()
    {
        var timeline = Render<OrderTimeline>(p => p.Add(x => x.Order, Order(OrderStatus.Confirmed, OrderStatus.Pending, OrderStatus.Failed, OrderStatus.Pending, OrderStatus.Confirmed)));

        Assert.Equal(
            ["We have your order", "Payment did not go through", "Another try", "Payment went through"],
            timeline.FindAll(".done h2").Select(step => step.TextContent));
        Assert.All(timeline.FindAll(".done time"), time => Assert.True(DateTimeOffset.TryParse(time.GetAttribute("datetime"), out _)));
    }

    [Fact]
    public async Task The_watcher_has_the_page_read_again_once_the_order_has_moved_and_not_before()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = Some.Product();
        await shop.StockAsync(product);
        var placed = await shop.PlacedAsync(product);
        var database = new AwayDatabase(shop.Databases);
        Services.AddSingleton(Watch(database));
        var (refreshes, moved) = (0, false);
        var early = false;
        Services.GetRequiredService<NavigationManager>().LocationChanged += (_, _) => (refreshes, early) = (refreshes + 1, early || !moved);
        Render<OrderStatusWatcher>(p => p.Add(x => x.PublicId, placed.PublicId).Add(x => x.Steps, 1).Add(x => x.Status, OrderStatus.Pending).Add(x => x.PaymentStatus, PaymentStatus.Pending).Add(x => x.IsHolder, true));
        await LooksAsync(database);

        moved = true;
        await shop.RunJobsAsync();

        await Poll.UntilAsync(() => Task.FromResult(refreshes), count => count > 0, "the page to be read again");
        Assert.False(early);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_watcher_compares_what_its_reader_may_see_and_leaves_a_strangers_page_alone(bool isHolder)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        await using var db = shop.Db();
        await db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.PaymentStatus, PaymentStatus.Disputed));
        var database = new AwayDatabase(shop.Databases);
        Services.AddSingleton(Watch(database));
        var refreshes = 0;
        Services.GetRequiredService<NavigationManager>().LocationChanged += (_, _) => refreshes++;

        Render<OrderStatusWatcher>(p => p.Add(x => x.PublicId, placed.PublicId).Add(x => x.Steps, 1).Add(x => x.Status, OrderStatus.Pending).Add(x => x.PaymentStatus, PaymentStatus.Succeeded).Add(x => x.IsHolder, isHolder));
        await LooksAsync(database);
        await Poll.UntilAsync(() => Task.FromResult(refreshes), count => count > 0 || !isHolder, "the page to be read again");

        Assert.Equal(isHolder, refreshes > 0);
    }

    [Fact]
    public async Task The_watcher_has_the_page_read_again_after_a_step_that_moves_nothing_else()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var placed = await shop.PlacedAsync((await shop.StockAsync(Some.Product()))[0]);
        Services.AddSingleton(Watch(shop.Databases));
        var refreshes = 0;
        Services.GetRequiredService<NavigationManager>().LocationChanged += (_, _) => refreshes++;

        Render<OrderStatusWatcher>(p => p.Add(x => x.PublicId, placed.PublicId).Add(x => x.Steps, 0).Add(x => x.Status, OrderStatus.Pending).Add(x => x.PaymentStatus, PaymentStatus.Pending).Add(x => x.IsHolder, true));

        await Poll.UntilAsync(() => Task.FromResult(refreshes), count => count > 0, "the page to be read again");
    }

    [Fact]
    public async Task The_watcher_outlives_a_database_that_is_away_for_a_while()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = Some.Product();
        await shop.StockAsync(product);
        var placed = await shop.PlacedAsync(product);
        var database = new AwayDatabase(shop.Databases) { IsAway = true };
        Services.AddSingleton(Watch(database));
        var refreshes = 0;
        Services.GetRequiredService<NavigationManager>().LocationChanged += (_, _) => refreshes++;
        Render<OrderStatusWatcher>(p => p.Add(x => x.PublicId, placed.PublicId).Add(x => x.Steps, 1).Add(x => x.Status, OrderStatus.Pending).Add(x => x.PaymentStatus, PaymentStatus.Pending).Add(x => x.IsHolder, true));
        await LooksAsync(database);

        database.IsAway = false;
        await shop.RunJobsAsync();

        await Poll.UntilAsync(() => Task.FromResult(refreshes), count => count > 0, "the page to be read again");
    }

    [Theory]
    [InlineData(OrderStatus.Pending, PaymentStatus.Pending, true)]
    [InlineData(OrderStatus.Pending, PaymentStatus.RequiresAction, true)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Succeeded, true)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Disputed, false)]
    [InlineData(OrderStatus.Shipped, PaymentStatus.Succeeded, true)]
    [InlineData(OrderStatus.Delivered, PaymentStatus.Succeeded, false)]
    [InlineData(OrderStatus.Failed, PaymentStatus.Failed, false)]
    public void Only_an_order_that_can_still_move_is_watched(OrderStatus status, PaymentStatus payment, bool watched) =>
        Assert.Equal(watched, OrderWords.IsMoving(Order(status) with { PaymentStatus = payment }));

    [Fact]
    public void Whether_a_parcel_leaves_is_watched_by_the_holder_alone() =>
        Assert.False(OrderWords.IsMoving(Order(OrderStatus.Confirmed) with { PaymentStatus = PaymentStatus.Succeeded, IsHolder = false }));

    [Fact]
    public void An_order_that_cost_nothing_is_not_called_paid()
    {
        var order = Order(OrderStatus.Confirmed, OrderStatus.Confirmed) with { PaymentStatus = PaymentStatus.Succeeded, Total = Money.Zero };

        Assert.Equal(("On the packing list.", "Nothing to pay"), (OrderWords.Headline(order), OrderWords.Step(order, order.Events[0])));
        Assert.Equal("It was cancelled, and the products went back on the shelf.", OrderWords.Lead(order with { Status = OrderStatus.Cancelled }));
    }

    [Fact]
    public void Who_cancelled_an_unpaid_order_is_said_as_it_was()
    {
        var at = new DateTime(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc);
        var order = Order(OrderStatus.Cancelled) with { PaymentStatus = PaymentStatus.Canceled, CancelRequestedAt = at };
        var byStaff = new OrderEvent { Kind = OrderEventKind.CancelledByStaff, At = at, Text = "We are cancelling the order." };

        Assert.Equal("You cancelled it, and the products went back on the shelf.", OrderWords.Lead(order));
        Assert.Equal("We cancelled it, and the products went back on the shelf. Nothing was charged.", OrderWords.Lead(order with { Events = [.. order.Events, byStaff] }));
        Assert.Equal("You cancelled it, and the products went back on the shelf.", OrderWords.Lead(order with { CancelRequestedAt = at.AddDays(1), Events = [byStaff] }));
    }

    [Fact]
    public void A_failed_order_offers_another_way_to_pay_only_while_there_is_one()
    {
        var order = Order(OrderStatus.Failed) with { PaymentStatus = PaymentStatus.Failed, FailureReason = "Your bank said no." };

        Assert.Equal("Your bank said no. Your order is kept: choose another way to pay, and nothing needs to be typed again.", OrderWords.Lead(order));
        Assert.Equal("Your bank said no. The order was kept for a day, and cannot be paid any more. You are welcome to order again.", OrderWords.Lead(order, isKept: false));
        Assert.Equal("Everything that happened is below.", OrderWords.Lead(order with { IsHolder = false }, isKept: false));
    }

    [Fact]
    public void A_promised_refund_is_watched_until_it_is_done()
    {
        var order = Order(OrderStatus.Cancelled);
        OrderEvent[] promised = [new() { Kind = OrderEventKind.RefundPromised, Text = "Soon.", At = Some.Noon }];

        Assert.True(OrderWords.IsMoving(order with { Events = promised }));
        Assert.False(OrderWords.IsMoving(order with { Events = [.. promised, new() { Kind = OrderEventKind.Refunded, Text = "Done.", At = Some.Noon }] }));
    }

    [Fact]
    public void A_refund_that_is_promised_after_an_earlier_one_came_back_is_on_its_way()
    {
        OrderEventKind[] steps = [OrderEventKind.RefundPromised, OrderEventKind.Refunded, OrderEventKind.RefundReturned, OrderEventKind.RefundPromised];
        var order = Order(OrderStatus.Cancelled) with
        {
            PaymentStatus = PaymentStatus.Succeeded, Events = [.. steps.Select(kind => new OrderEvent { Kind = kind, Text = "It happened.", At = Some.Noon })],
        };

        Assert.True(OrderWords.IsMoving(order));
        Assert.StartsWith("Your money is on its way back", OrderWords.Lead(order), StringComparison.Ordinal);
        Assert.StartsWith("We owe you money", OrderWords.Lead(order with { Events = [.. order.Events.Take(3)] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrderStatus.Cancelled)]
    [InlineData(OrderStatus.Failed)]
    public void An_order_that_ended_under_an_objection_is_not_told_that_nothing_was_charged(OrderStatus status) =>
        Assert.Equal("Everything that happened is below.", OrderWords.Lead(Order(status) with { PaymentStatus = PaymentStatus.Disputed }));

    [Theory]
    [InlineData(OrderStatus.Pending, PaymentStatus.Processing, true)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Succeeded, true)]
    [InlineData(OrderStatus.Confirmed, PaymentStatus.Disputed, false)]
    [InlineData(OrderStatus.Failed, PaymentStatus.Failed, false)]
    [InlineData(OrderStatus.Shipped, PaymentStatus.Succeeded, false)]
    [InlineData(OrderStatus.Cancelled, PaymentStatus.Refunded, false)]
    public void Only_what_has_not_left_can_be_cancelled_and_only_by_its_holder(OrderStatus status, PaymentStatus payment, bool offered)
    {
        var order = Order(status) with { PaymentStatus = payment };

        Assert.Equal((offered, false), (order.CanBeCancelled, (order with { IsHolder = false }).CanBeCancelled));
    }

    [Theory]
    [InlineData(OrderStatus.Confirmed, OrderStatus.Confirmed, true)]
    [InlineData(OrderStatus.Delivered, OrderStatus.Confirmed, true)]
    [InlineData(OrderStatus.Cancelled, OrderStatus.Confirmed, true)]
    [InlineData(OrderStatus.Pending, OrderStatus.Pending, false)]
    [InlineData(OrderStatus.Failed, OrderStatus.Failed, false)]
    [InlineData(OrderStatus.Cancelled, OrderStatus.Cancelled, false)]
    public void An_order_that_stood_once_has_a_receipt_and_only_its_holder_is_shown_it(OrderStatus status, OrderStatus step, bool has)
    {
        var order = Order(status, OrderStatus.Pending, step);

        Assert.Equal((has, false), (order.HasReceipt, (order with { IsHolder = false }).HasReceipt));
    }

    [Fact]
    public void Every_state_has_words_of_its_own()
    {
        var headlines = Enum.GetValues<OrderStatus>().Select(status => OrderWords.Headline(Order(status))).ToList();

        Assert.Equal(headlines.Count, headlines.Distinct().Count());
    }

    /// <summary>Until the watcher looks once more, after what it saw first.</summary>
    private static Task<int> LooksAsync(AwayDatabase database)
    {
        var first = database.Asked;
        return Poll.UntilAsync(() => Task.FromResult(database.Asked), count => count > first + 1, "the watcher to look again");
    }

    private static OrderWatch Watch(IShopDbFactory database) => new(OrderReads.Of(database), NullLogger<OrderWatch>.Instance);

    private static OrderView Order(OrderStatus status, params OrderStatus[] steps) => new(
        "AAAAAAAAAAAAAAAAAAAAAA", "GLP-100001", status, PaymentStatus.Pending, null, IsHolder: true, "dana@example.com", Some.Address,
        Money.Of(30m), Money.Zero, null, Money.Zero, Money.Zero, Money.Of(30m), Some.Noon, Some.Noon.AddMinutes(30), null, [],
        [.. steps.Select(step => new OrderEvent { Status = step, Text = "It happened.", At = Some.Noon })]);

    /// <summary>A database server that nobody reaches for as long as a test likes.</summary>
    private sealed class AwayDatabase(IShopDbFactory shop) : IShopDbFactory
    {
        public bool IsAway { get; set; }

        public int Asked { get; private set; }

        public DatabaseProvider Provider => shop.Provider;

        public ShopDb Open()
        {
            Asked++;
            return IsAway ? throw new Npgsql.NpgsqlException("Failed to connect.", new System.Net.Sockets.SocketException()) : shop.Open();
        }

        public Task<T> InTransactionAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct = default) => shop.InTransactionAsync(work, ct);
    }
}
