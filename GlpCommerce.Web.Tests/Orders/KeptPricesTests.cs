using GlpCommerce.Core.Orders;

namespace GlpCommerce.Web.Tests.Orders;

/// <summary>How long an order whose payment failed can be paid in another way.</summary>
public sealed class KeptPricesTests
{
    private static readonly DateTime Placed = new(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc);

    /// <param name="failed">Hours after it was placed.</param>
    /// <param name="until">Hours after it was placed.</param>
    [Theory]
    [InlineData(new int[0], 24)]
    [InlineData(new[] { 0 }, 24)]
    [InlineData(new[] { 96 }, 120)]
    [InlineData(new[] { 96, 100, 2 }, 124)]
    [InlineData(new[] { 330 }, 336)]
    [InlineData(new[] { 400 }, 336)]
    public void It_is_a_day_after_it_failed_and_two_weeks_at_most(int[] failed, int until)
    {
        OrderEvent[] other =
        [
            new() { Status = OrderStatus.Pending, Text = "Placed.", At = Placed.AddHours(200) },
            new() { Kind = OrderEventKind.Disputed, Status = OrderStatus.Failed, Text = "Noted.", At = Placed.AddHours(200) },
        ];
        var steps = failed.Select(hours => new OrderEvent { Status = OrderStatus.Failed, Text = "Failed.", At = Placed.AddHours(hours) });

        Assert.Equal(Placed.AddHours(until), Order.PayableUntil(Placed, [.. other, .. steps]));
    }
}
