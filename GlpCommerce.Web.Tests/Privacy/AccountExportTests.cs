using System.Text;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Privacy;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Privacy;

public sealed class AccountExportTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_file_holds_ways_in_addresses_parcels_and_what_staff_wrote_down_and_not_who_wrote_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (dana, staff) = (await shop.AccountAsync(), await shop.AccountAsync("staff@example.com"));
        await shop.Get<AddressBook>().AddAsync(dana.Id, new(null, "Dana Doe", "17 Poplar Lane", null, "Boise", "ID", "83702", null));
        await shop.Get<LoginEditor>().AddAsync(dana.Id, dana.SecurityStamp, new("https://login.example.com", "number-of-dana", "Example", null));
        await shop.Get<PasskeyEditor>().AddAsync(
            dana.Id, dana.SecurityStamp, new([1, 2, 3], [1], shop.Now, 0, [], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], []), "The phone of Dana", null);
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        await using var db = shop.Db();
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AccountId, dana.Id));
        db.OrderNotes.Add(new OrderNote { OrderId = order.Id, AccountId = staff.Id, Text = "Asked for a quiet box", At = shop.Now });
        db.Shipments.Add(new Shipment { OrderId = order.Id, AccountId = staff.Id, Carrier = Carrier.Ups, TrackingNumber = "1Z999", ShippedAt = shop.Now });
        db.ParcelCorrections.Add(new ParcelCorrection { OrderId = order.Id, AccountId = staff.Id, OldCarrier = Carrier.Usps, OldTrackingNumber = "94001MISTYPED", At = shop.Now });
        await db.SaveChangesAsync();

        var file = Encoding.UTF8.GetString((await shop.Get<AccountExport>().WriteAsync(dana.Id, Some.Password)).Value!);

        Assert.All(
            ["17 Poplar Lane", "number-of-dana", "The phone of Dana", "Asked for a quiet box", "1Z999", "94001MISTYPED"],
            (string held) => Assert.Contains(held, file, StringComparison.Ordinal));
        Assert.DoesNotContain("staff@example.com", file, StringComparison.Ordinal);
        Assert.DoesNotContain("publicKey", file, StringComparison.OrdinalIgnoreCase);
    }
}
