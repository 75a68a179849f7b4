using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Inventory;

public sealed class StockCheckTests
{
    private readonly Product _first = Some.Product(stock: 0);
    private readonly Product _second = Some.Product(stock: 0);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task After_sales_declines_expiries_and_corrections_everything_adds_up(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await shop.PlacedAsync(_first, 3);
        await shop.PlacedAsync(_second, 2, SandboxGateway.Declined);
        await shop.PlacedAsync(_second, 4, SandboxGateway.ThreeDSecure);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        await shop.PlacedAsync(_first, 1, SandboxGateway.ThreeDSecure);
        await shop.RunJobsAsync();

        Assert.Equal(((17, 1), (20, 0)), (await shop.StockOfAsync(_first), await shop.StockOfAsync(_second)));
        Assert.Null(await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_number_that_somebody_changed_behind_the_ledger_is_named(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        await TamperAsync(shop, db => db.Stock.Where(s => s.ProductId == _second.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.OnHand, 19)));

        Assert.Equal(new StockDifference(_second.Id, "on hand", 19, 20), await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_reservation_that_nobody_holds_is_named(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await shop.PlacedAsync(_first, 2, SandboxGateway.ThreeDSecure);

        await TamperAsync(shop, db => db.Reservations.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ReservationState.Released)));

        Assert.Equal(new StockDifference(_first.Id, "reserved", 2, 0), await shop.Get<StockCheck>().RunAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_sale_without_its_reservation_is_named(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await shop.PlacedAsync(_first, 2);
        await shop.RunJobsAsync();

        await TamperAsync(shop, db => db.Reservations.ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ReservationState.Released)));

        Assert.Equal(new StockDifference(_first.Id, "sold", 2, 0), await shop.Get<StockCheck>().RunAsync());
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_first, _second);
        foreach (var product in new[] { _first, _second })
        {
            await shop.Get<StockEditor>().AdjustAsync(new AdjustStock($"delivery-{product.Id}", product.Id, 20, "Delivery", IsDelivery: true), Actor.Shop);
        }

        return shop;
    }

    private static async Task TamperAsync(TestShop shop, Func<ShopDb, Task> change)
    {
        await using var db = shop.Db();
        await change(db);
    }
}
