using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Reports;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Reports;

public sealed class DashboardTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    private readonly Product _shake = Some.Product(price: 80m, stock: 90, category: Category.MealPrep, stages: [JourneyStage.Starting, JourneyStage.Active]);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_day_holds_what_was_confirmed_captured_and_given_back_on_it(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_shake, 2);
        await shop.PlacedAsync(_shake, method: SandboxGateway.Declined);
        await shop.RunJobsAsync();
        shop.Clock.Advance(TimeSpan.FromDays(1));
        await shop.Get<RefundEditor>().RequestAsync(new RefundOrder("key", order.Id, [new RefundUnits(order.Lines[0].Id, 1, false)], false, "It leaked."), Robin);
        await shop.RunJobsAsync();

        var report = await shop.Get<Dashboard>().SalesAsync();

        Assert.Equal(Dashboard.DaysShown, report.Days.Count);
        var yesterday = report.Days[^2];
        Assert.Equal((1, order.Total, Money.Zero, 2), (yesterday.Orders, yesterday.Captured, yesterday.Returned, yesterday.Carts));
        Assert.Equal((0, Money.Zero, Money.Of(80m), Money.Of(-80m)), (report.Today.Orders, report.Today.Captured, report.Today.Returned, report.Today.Revenue));
        Assert.Equal((1, 2, 0.5m, order.Total - Money.Of(80m)), (report.Orders, report.Carts, report.Conversion, report.Revenue));
        Assert.Equal((0.5m, (decimal?)null), (yesterday.Conversion, report.Today.Conversion));
        Assert.Equal(1, report.FailedPayments);
        Assert.Equal([(Category.Supplements, 0), (Category.MealPrep, 2), (Category.Fitness, 0), (Category.Wellness, 0)], report.Categories);
        Assert.All(report.Stages, stage => Assert.Null(stage.About));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refund_that_comes_back_is_revenue_again(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var order = await shop.PaidAsync(_shake);
        await using (var db = shop.Db())
        {
            var attempt = db.PaymentAttempts.Single();
            db.PaymentLedger.Add(PaymentLedger.Fact(attempt, LedgerKind.Refunded, Money.Of(30m), shop.Now, "r"));
            db.PaymentLedger.Add(PaymentLedger.Fact(attempt, LedgerKind.RefundFailed, Money.Of(30m), shop.Now, "r"));
            await db.SaveChangesAsync();
        }

        Assert.Equal(order.Total, (await shop.Get<Dashboard>().SalesAsync()).Today.Revenue);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_shop_that_has_sold_nothing_has_a_report_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);

        var report = await shop.Get<Dashboard>().SalesAsync();

        Assert.Equal((0, Money.Zero, (decimal?)null, 0), (report.Orders, report.Revenue, report.Conversion, report.FailedPayments));
        Assert.All(report.Stages, stage => Assert.Null(stage.About));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Stages_are_told_in_tens_of_the_whole_days_before_today(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        for (var i = 0; i < 12; i++)
        {
            await shop.PaidAsync(_shake);
        }

        Assert.All((await shop.Get<Dashboard>().SalesAsync()).Stages, stage => Assert.Null(stage.About));
        shop.Clock.Advance(TimeSpan.FromDays(1));

        // Nothing suits the third stage, so that one more is kept back with it.
        Assert.Equal(
            [(JourneyStage.Starting, null), (JourneyStage.Active, 10), (JourneyStage.Maintenance, (int?)null)],
            (await shop.Get<Dashboard>().SalesAsync()).Stages.Select(stage => (stage.Stage, stage.About)));
    }

    [Fact]
    public async Task A_day_that_is_over_is_counted_once_and_the_report_once_a_minute()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        await shop.PaidAsync(_shake);
        var first = await CostAsync(shop);
        Assert.Equal(0, await CostAsync(shop));

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = await CostAsync(shop);

        Assert.InRange(next * 20, 1, first);
        await shop.PaidAsync(_shake);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await shop.Get<Dashboard>().SalesAsync()).Today.Orders);
    }

    [Fact]
    public async Task Each_figure_is_a_stretch_of_an_index_and_no_table_is_read_as_a_whole()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var statements = await shop.Sql.DuringAsync(async () =>
        {
            await shop.Get<Dashboard>().SalesAsync();
            await shop.Get<StockBook>().RunsOutNextAsync(5, within: 60);
        });
        await using var db = shop.Db();

        foreach (var (table, index) in new[]
        {
            ("OrderEvents", "IX_OrderEvents_Status_At"), ("PaymentLedger", "IX_PaymentLedger_At"), ("Carts", "IX_Carts_CreatedAt"),
            ("StockMovements", "IX_StockMovements_Kind_At"), ("Orders", "IX_Orders_PaymentStatus_PlacedAt"),
        })
        {
            var asked = statements.Where(sql => sql.Contains($"FROM \"{table}\"", StringComparison.Ordinal)).Distinct().ToList();
            Assert.NotEmpty(asked);
            foreach (var sql in asked)
            {
                Assert.Contains(index, await db.PlanAsync(sql), StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_runs_out_next_is_what_sells_fastest_for_what_is_left(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (few, slow) = (Some.Product(stock: 5), Some.Product(stock: 3));
        await shop.StockAsync(few, slow);
        await shop.PaidAsync(_shake, 40);
        await shop.PaidAsync(few, 4);
        shop.Clock.Advance(TimeSpan.FromDays(1));

        var next = await shop.Get<StockBook>().RunsOutNextAsync(5, within: 60);

        Assert.Equal([(few.Id, 7), (_shake.Id, 37)], next.Select(row => (row.ProductId, row.DaysOfCover!.Value)));
        Assert.Equal([few.Id], (await shop.Get<StockBook>().RunsOutNextAsync(1, within: 60)).Select(row => row.ProductId));
        Assert.Equal([few.Id], (await shop.Get<StockBook>().RunsOutNextAsync(5, within: 30)).Select(row => row.ProductId));
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_shake);
        return shop;
    }

    private static async Task<int> CostAsync(TestShop shop) =>
        (await shop.Sql.DuringAsync(() => shop.Get<Dashboard>().SalesAsync())).Count(s => s != SqlCounter.ByHand);
}
