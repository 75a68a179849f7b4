using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

public sealed class OrderSearchTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_is_found_by_words_of_the_name_on_its_parcel_in_any_order_and_however_they_are_typed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var dana = await PlaceAsync(shop, "Dana Whitlock");
        var jose = await PlaceAsync(shop, "José O’Neill-Núñez");
        var other = await PlaceAsync(shop, "Dana Moss");

        foreach (var (typed, found) in new (string, long[])[]
        {
            ("whitlock", [dana]), ("WHITLOCK dana", [dana]), ("whit", [dana]), ("dana", [other, dana]), ("jose", [jose]), ("José Núñez", [jose]), ("nunez", [jose]),
            ("dana nunez", []), ("hitlock", []), ("-", []),
        })
        {
            Assert.Equal(found, await FindAsync(shop, typed));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_name_that_was_corrected_is_found_and_the_old_one_no_more(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

        Assert.Null((await shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, Some.Form() with { Name = "Dana Moss" }, Robin)).Problem);

        Assert.Equal([order.Id], await FindAsync(shop, "moss"));
        Assert.Empty(await FindAsync(shop, "whitlock"));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_is_found_by_the_number_on_its_parcel_as_it_is_read_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product(stock: 20)))[0]);
        await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Usps, "9400111202555554321987", Robin);
        await PlaceAsync(shop, "Somebody Else");

        Assert.Equal([order.Id], await FindAsync(shop, "9400 1112 0255 5554 3219 87"));
        Assert.Equal([order.Id], await FindAsync(shop, "420606149400111202555554321987"));
        Assert.Empty(await FindAsync(shop, "9400 1112 0255 5554 3219 8"));
        Assert.Equal([order.Id], await FindAsync(shop, order.Number));
    }

    [Theory]
    [InlineData("GLP-100001", false)]
    [InlineData("100001", false)]
    [InlineData(null, false)]
    [InlineData("Whitlock", true)]
    [InlineData("dana@example.com", true)]
    [InlineData("1Z999AA10123456784", true)]
    [InlineData("986578788855", true)]
    [InlineData("GLP-986578788855", false)]
    public void A_search_for_more_than_a_number_of_ours_is_a_look_at_a_person(string? search, bool isPersonal) =>
        Assert.Equal(isPersonal, new StaffOrderFilter(search).IsPersonal);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_name_and_the_parcels_number_are_looked_up_in_an_index(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await PlaceAsync(shop, "Dana Whitlock");
        await using var db = shop.Db();
        var byName = provider == DatabaseProvider.Sqlite
            ? "SELECT rowid FROM \"OrderNames\" WHERE \"OrderNames\" MATCH 'dana*'"
            : $"SELECT \"Id\" FROM \"Orders\" WHERE {Core.Data.Migrations.FullText.PostgresName} @@ to_tsquery('simple', 'dana:*')";

        Assert.Contains(provider == DatabaseProvider.Sqlite ? "VIRTUAL TABLE INDEX" : "IX_Orders_Recipient", await db.PlanAsync(byName), StringComparison.Ordinal);
        Assert.Contains("IX_Shipments_TrackingNumber", await db.PlanAsync("SELECT \"OrderId\" FROM \"Shipments\" WHERE \"TrackingNumber\" = 'X'"), StringComparison.Ordinal);
    }

    private static async Task<List<long>> FindAsync(TestShop shop, string text) =>
        [.. (await shop.Get<StaffOrderQueries>().ListAsync(new StaffOrderFilter(text))).Orders.Select(o => o.Id)];

    private static async Task<long> PlaceAsync(TestShop shop, string name)
    {
        var product = (await shop.StockAsync(Some.Product()))[0];
        var placed = await shop.Get<Cashier>().PlaceAsync(Some.Request(await shop.CartAsync((product, 1))) with { Address = Some.Address with { Name = name } });
        Assert.Null(placed.Problem);
        return (await shop.OrderAsync(placed.Value!.PublicId)).Id;
    }
}
