using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

public sealed class ParcelCorrectionTests
{
    private const string Wrong = "9400111202555554321987";
    private const string Right = "1Z999AA10123456784";
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_corrected_number_is_told_by_email_and_the_old_one_stays_on_the_timeline(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await ShippedAsync(shop);
        var version = (await shop.OrderAsync(order.PublicId)).Version;

        Assert.Null((await CorrectAsync(shop, order, Carrier.Ups, " 1z999 aa10-1234 56784 ")).Problem);
        await shop.RunJobsAsync();

        var read = (await shop.Get<StaffOrderQueries>().FindAsync(order.Number))!;
        Assert.Equal((Carrier.Ups, Right), (read.Shipment!.Carrier, read.Shipment.TrackingNumber));
        Assert.Equal([(Carrier.Usps, Wrong, 7L)], read.Corrections.Select(c => (c.OldCarrier, c.OldTrackingNumber!, c.AccountId)));
        Assert.Equal(OrderEventKind.TrackingCorrected, read.Order.Events.MaxBy(e => e.Id)!.Kind);
        Assert.True(read.Order.Version > version);
        Assert.EndsWith($"UPS {Right}", shop.Mail.Sent[^1].TextBody!.Trim(), StringComparison.Ordinal);
        await using var db = shop.Db();
        Assert.Equal(["order.shipped", "order.tracking_corrected"], await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToListAsync());
        Assert.Empty(await db.AuditEntries.Where(e => e.Note!.Contains(Right)).ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_presses_at_once_correct_it_once_with_one_email(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await ShippedAsync(shop);
        var before = shop.Mail.Sent.Count;

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => CorrectAsync(shop, order, Carrier.Ups, Right))));
        await shop.RunJobsAsync();

        Assert.All(answers, answer => Assert.Null(answer.Problem));
        Assert.Equal(before + 1, shop.Mail.Sent.Count);
        await using var db = shop.Db();
        Assert.Single(await db.ParcelCorrections.ToListAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_second_correction_is_told_as_well_and_its_job_can_be_repeated(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await ShippedAsync(shop);
        await CorrectAsync(shop, order, Carrier.Ups, Right);
        await CorrectAsync(shop, order, Carrier.FedEx, "449044304137821");
        await shop.RunJobsAsync();
        await using var db = shop.Db();
        var last = await db.ParcelCorrections.MaxAsync(c => c.Id);

        await shop.Databases.InTransactionAsync(async tx =>
        {
            shop.Get<Core.Jobs.JobQueue>().Add(tx, SendShippedNotice.Corrected(order.Id, last));
            return await tx.SaveChangesAsync();
        });
        await shop.RunJobsAsync();

        Assert.Equal(3, await db.Emails.CountAsync(e => e.Kind == EmailKind.Shipped));
        Assert.Equal([Carrier.Usps, Carrier.Ups], await db.ParcelCorrections.OrderBy(c => c.Id).Select(c => c.OldCarrier).ToListAsync());
    }

    [Fact]
    public async Task Only_a_parcel_that_has_left_can_be_corrected_by_who_may_and_with_a_number_that_can_be_one()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);

        Assert.Equal("shipment.none", (await CorrectAsync(shop, order, Carrier.Ups, Right)).Problem?.Code);
        Assert.Equal("order.unknown", (await shop.Get<ParcelEditor>().CorrectAsync(404, Carrier.Ups, Right, Robin)).Problem?.Code);
        Assert.Equal("shipment.tracking_invalid", (await CorrectAsync(shop, order, Carrier.Ups, "no")).Problem?.Code);
        Assert.Equal("staff.not_allowed", (await shop.Get<ParcelEditor>().CorrectAsync(order.Id, Carrier.Ups, Right, new Actor(8, Roles.Customer))).Problem?.Code);
    }

    private static Task<Result<long>> CorrectAsync(TestShop shop, Order order, Carrier carrier, string number) =>
        shop.Get<ParcelEditor>().CorrectAsync(order.Id, carrier, number, Robin);

    private static async Task<Order> ShippedAsync(TestShop shop)
    {
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0]);
        Assert.Null((await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Usps, Wrong, Robin)).Problem);
        await shop.RunJobsAsync();
        return order;
    }
}
