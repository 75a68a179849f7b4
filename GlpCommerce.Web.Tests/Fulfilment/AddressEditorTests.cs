using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

public sealed class AddressEditorTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_corrected_address_stands_on_the_order_its_timeline_and_a_new_receipt_and_the_audit_holds_none_of_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        Assert.Null((await CorrectAsync(shop, order)).Problem);

        var corrected = await shop.OrderAsync(order.PublicId);
        Assert.Equal(("14 Elm Ct", "Boise", OrderEventKind.AddressCorrected), (corrected.Address!.Line1, corrected.Address.City, corrected.Events.MaxBy(e => e.Id)!.Kind));
        await using var db = shop.Db();
        Assert.Equal(1, await db.Jobs.CountAsync(j => j.Kind == WriteReceipt.Spec.Name && j.DoneAt == null));
        var row = await db.AuditEntries.SingleAsync();
        Assert.Equal(("order.address_corrected", $"order:{order.Id}", null), (row.Action, row.Subject, row.Note));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_address_again_changes_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        await CorrectAsync(shop, order);

        Assert.Null((await CorrectAsync(shop, order)).Problem);

        Assert.Single((await shop.OrderAsync(order.PublicId)).Events, e => e.Kind == OrderEventKind.AddressCorrected);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_correction_and_a_parcel_that_leaves_at_once_never_cross(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = Some.Product(stock: 20);
        await shop.StockAsync(product);
        for (var i = 0; i < 6; i++)
        {
            var order = await shop.PaidAsync(product);
            var correcting = Task.Run(() => CorrectAsync(shop, order));
            var shipping = Task.Run(() => shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Robin));
            await Task.WhenAll(correcting, shipping);

            Assert.Null((await shipping).Problem);
            var after = await shop.OrderAsync(order.PublicId);
            var steps = after.Events.OrderBy(e => e.Id).Select(e => e.Status).ToList();
            var (code, line, sent) = ((await correcting).Problem?.Code, after.Address!.Line1, steps.IndexOf(OrderStatus.Shipped));
            Assert.Contains((code, line), new (string?, string)[] { (null, "14 Elm Ct"), ("order.has_left", Some.Address.Line1) });
            Assert.Equal(steps.Count - 1, sent);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Every_field_that_is_wrong_gets_its_sentence_and_nothing_changes(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);

        var answer = await shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, Some.Form() with { City = " ", Zip = "606" }, Robin);

        Assert.Equal(["city", "zip"], answer.Problems.Select(p => p.Field));
        Assert.Equal(Some.Address, (await shop.OrderAsync(order.PublicId)).Address);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_two_who_correct_one_address_at_once_one_is_told_and_overwrites_nothing(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await PaidAsync(shop);
        CheckoutForm[] forms = [Some.Form() with { Line2 = "Flat 12" }, Some.Form() with { Zip = "60657" }];

        var answers = await Task.WhenAll(forms.Select(form => Task.Run(() => shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, form, Robin))));

        var (first, second) = answers[0].Succeeded ? (forms[0], forms[1]) : (forms[1], forms[0]);
        Assert.Equal(["order.address_moved"], answers.Select(answer => answer.Problem?.Code).OfType<string>());
        var now = (await shop.OrderAsync(order.PublicId)).Address!;
        Assert.Equal((first.Line2, first.Zip), (now.Line2, now.Zip));
        Assert.Null((await shop.Get<AddressEditor>().CorrectAsync(order.Id, now, second, Robin)).Problem);
        Assert.Equal(second.Zip, (await shop.OrderAsync(order.PublicId)).Address!.Zip);
    }

    private static async Task<Order> PaidAsync(TestShop shop)
    {
        var product = Some.Product();
        await shop.StockAsync(product);
        return await shop.PaidAsync(product);
    }

    private static Task<Result<long>> CorrectAsync(TestShop shop, Order order) =>
        shop.Get<AddressEditor>().CorrectAsync(order.Id, order.Address, Some.Form() with { Line1 = "14 Elm Ct", City = "Boise", State = "ID", Zip = "83702" }, Robin);
}
