using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Reports;

/// <summary>What came about on one day, from midnight to midnight in UTC. All of it is counted from rows that are only ever added.</summary>
/// <param name="Orders">Orders that were confirmed on it: paid, or free. One that is cancelled or refunded later counts still; its money shows as returned.</param>
/// <param name="Captured">Money that came in.</param>
/// <param name="Returned">Money that went back, less what came back because it could not be given.</param>
/// <param name="Carts">Carts that somebody has begun.</param>
/// <param name="Units">Units in the confirmed orders, by the shelf that their product stands on.</param>
/// <param name="StageOrders">Confirmed orders with a product for a stage; an order counts with each stage that its products suit.</param>
public sealed record DayFigures(
    DateOnly Day, int Orders, Money Captured, Money Returned, int Carts, IReadOnlyDictionary<Category, int> Units, IReadOnlyDictionary<JourneyStage, int> StageOrders)
{
    public Money Revenue => Captured - Returned;

    /// <summary>Orders that were confirmed on the day for each cart that was begun on it; null without a cart.</summary>
    public decimal? Conversion => Rate(Orders, Carts);

    internal static decimal? Rate(int orders, int carts) => carts == 0 ? null : (decimal)orders / carts;
}
