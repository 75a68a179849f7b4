using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

public sealed class ParcelEditorTests
{
    private const string Number = "9400 1112-0255 5554 3219 87";
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Two_presses_at_once_send_one_parcel_with_one_email_and_one_row_of_the_audit(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => ShipAsync(shop, order))));
        await shop.RunJobsAsync();

        Assert.All(answers, answer => Assert.Null(answer.Problem));
        await using var db = shop.Db();
        var parcel = await db.Shipments.SingleAsync();
        Assert.Equal((order.Id, Carrier.Usps, "9400111202555554321987", 7L), (parcel.OrderId, parcel.Carrier, parcel.TrackingNumber, parcel.AccountId));
        Assert.Single(await db.Emails.Where(e => e.Kind == EmailKind.Shipped).ToListAsync());
        Assert.Equal([("order.shipped", $"order:{order.Id}", "Usps")], await AuditAsync(db));
        Assert.Equal(OrderStatus.Shipped, (await shop.OrderAsync(order.PublicId)).Status);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_email_names_the_parcel_and_leaves_once_however_often_its_job_runs(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        await ShipAsync(shop, order);
        await shop.RunJobsAsync();

        await shop.Databases.InTransactionAsync(async db =>
        {
            shop.Get<JobQueue>().Add(db, new SendShippedNotice(order.Id));
            return await db.SaveChangesAsync() > 0;
        });
        await shop.RunJobsAsync();

        var mail = Assert.Single(shop.Mail.Sent, m => m.TextBody!.StartsWith("USPS", StringComparison.Ordinal));
        Assert.Equal(($"Your order {order.Number}", "USPS 9400111202555554321987"), (mail.Subject, mail.TextBody!.Trim()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_parcel_that_has_left_keeps_its_number(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        await ShipAsync(shop, order);

        var other = await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Robin);

        Assert.Equal("shipment.known", other.Problem?.Code);
        await using var db = shop.Db();
        Assert.Equal(Carrier.Usps, (await db.Shipments.SingleAsync()).Carrier);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_cannot_be_sent_leaves_no_trace(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = Some.Product();
        await shop.StockAsync(product);
        var unpaid = await shop.OrderAsync((await shop.PlacedAsync(product)).PublicId);

        var answer = await ShipAsync(shop, unpaid);

        Assert.Equal("order.not_paid", answer.Problem?.Code);
        await using var db = shop.Db();
        Assert.Empty(await db.Shipments.ToListAsync());
        Assert.Empty(await AuditAsync(db));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task It_arrives_once_and_that_is_written_down(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        Assert.Equal("order.not_shipped", (await shop.Get<ParcelEditor>().DeliverAsync(order.Id, Robin)).Problem?.Code);
        await ShipAsync(shop, order);

        for (var i = 0; i < 2; i++)
        {
            Assert.Null((await shop.Get<ParcelEditor>().DeliverAsync(order.Id, Robin)).Problem);
        }

        await using var db = shop.Db();
        Assert.Equal(["order.shipped", "order.delivered"], (await AuditAsync(db)).Select(row => row.Action));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Only_the_holder_of_an_order_is_told_its_number(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        await ShipAsync(shop, order);
        var orders = shop.Get<OrderQueries>();

        var (own, foreign) = (await orders.FindAsync(order.PublicId, new OrderProof(sessionId: null) { Staff = new Actor(7, Roles.Staff) }), await orders.FindAsync(order.PublicId, OrderProof.None));
        var sides = await orders.SidesAsync(order.PublicId);

        Assert.Equal("https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111202555554321987", own?.Shipment?.TrackingUrl);
        Assert.Equal("9400111202555554321987", sides?.ForHolder.Shipment?.TrackingNumber);
        Assert.Equal((null, null), (foreign?.Shipment, sides?.ForOthers.Shipment));
    }

    [Theory]
    [InlineData(Carrier.Usps, "")]
    [InlineData(Carrier.Usps, null)]
    [InlineData(Carrier.Ups, "1Z999")]
    [InlineData(Carrier.FedEx, "9611-0209 8765?x=1")]
    [InlineData(Carrier.FedEx, "١٢٣٤٥٦٧٨٩")]
    [InlineData(Carrier.Other, "abc")]
    [InlineData((Carrier)9, "961102098765")]
    public void A_number_that_stands_on_no_label_is_refused_at_its_field(Carrier carrier, string? number) =>
        Assert.Equal(("shipment.tracking_invalid", "tracking"), (Parcel.Check(carrier, number).Problem?.Code, Parcel.Check(carrier, number).Problem?.Field));

    [Fact]
    public void Whatever_is_scanned_a_number_is_letters_and_digits_or_refused() => Assert.All(
        Some.Nonsense, text => Assert.True(Parcel.Check(Carrier.Ups, text) is var parcel && (!parcel.Succeeded || parcel.Value!.TrackingNumber!.All(char.IsAsciiLetterOrDigit))));

    [Theory]
    [InlineData("420606149400111202555554321987", "9400111202555554321987")]
    [InlineData("420 60614 9400 1112 0255 5554 3219 87", "9400111202555554321987")]
    [InlineData("4206061412349400111202555554321987", "9400111202555554321987")]
    [InlineData("4206061492612903029415543400000013", "92612903029415543400000013")]
    [InlineData("9400111202555554321987", "9400111202555554321987")]
    [InlineData("420606141234567890", "420606141234567890")]
    public void A_scanned_usps_label_gives_the_number_that_stands_below_its_barcode(string scanned, string number) =>
        Assert.Equal((number, scanned.Replace(" ", "", StringComparison.Ordinal)), (Parcel.Check(Carrier.Usps, scanned).Value?.TrackingNumber, Parcel.Check(Carrier.Other, scanned).Value?.TrackingNumber));

    [Theory]
    [InlineData("1Z 999 AA1 01 2345 6784", Carrier.Ups)]
    [InlineData("420606149400111202555554321987", Carrier.Usps)]
    [InlineData("9400 1112 0255 5554 3219 87", Carrier.Usps)]
    [InlineData("EA123456789US", Carrier.Usps)]
    [InlineData("9611-0209-8765", Carrier.FedEx)]
    [InlineData("041441760228964", Carrier.FedEx)]
    [InlineData("ABC-12345678", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_says_whose_it_is_or_nothing(string? number, Carrier? carrier) => Assert.Equal(carrier, Parcel.CarrierOf(number));

    [Fact]
    public void A_carrier_that_the_shop_does_not_know_may_give_no_number() => Assert.Null(Parcel.Check(Carrier.Other, " ").Value!.TrackingNumber);

    private static async Task<Order> PaidAsync(TestShop shop)
    {
        var product = Some.Product();
        await shop.StockAsync(product);
        return await shop.PaidAsync(product);
    }

    private static Task<Result<long>> ShipAsync(TestShop shop, Order order) => shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Usps, Number, Robin);

    private static async Task<List<(string Action, string Subject, string? Note)>> AuditAsync(ShopDb db) =>
        [.. (await db.AuditEntries.OrderBy(e => e.Id).ToListAsync()).Select(e => (e.Action, e.Subject, e.Note))];
}
