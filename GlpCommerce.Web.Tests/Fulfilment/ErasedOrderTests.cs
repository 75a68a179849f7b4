using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Fulfilment;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Fulfilment;

/// <summary>An order that no longer says whose it was: staff do not write the person back.</summary>
public sealed class ErasedOrderTests
{
    private static readonly Actor Robin = new(7, Roles.Staff);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nothing_that_may_name_the_person_is_written_to_it(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (gone, failed) = (await ErasedAsync(shop, OrderStatus.Delivered), await ErasedAsync(shop, OrderStatus.Failed));

        Result<long>[] answers =
        [
            await shop.Get<NoteEditor>().AddAsync(gone.Id, "Dana called.", Robin),
            await shop.Get<ParcelEditor>().CorrectAsync(gone.Id, Carrier.Ups, "1Z999AA10123456785", Robin),
            await shop.Get<AddressEditor>().CorrectAsync(failed.Id, failed.Address, Some.Form(), Robin),
            await shop.Get<OrderPost>().SendAgainAsync(gone.Id, new DueEmail(EmailKind.OrderConfirmation), "key", Robin),
        ];

        Assert.All(answers, answer => Assert.Equal("order.erased", answer.Problem?.Code));
        await using var db = shop.Db();
        Assert.Empty(await db.OrderNotes.ToListAsync());
        Assert.Empty(await db.ParcelCorrections.ToListAsync());
        Assert.Equal(failed.Version, (await shop.OrderAsync(failed.PublicId)).Version);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Its_money_can_still_go_back_and_the_reason_is_not_kept(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var order = await ErasedAsync(shop, OrderStatus.Delivered);

        var refund = await shop.Get<RefundEditor>().RequestAsync(
            new RefundOrder("key", order.Id, [new(order.Lines[0].Id, 1, false)], WithShipping: false, "Dana was ill"), Robin);
        await shop.RunJobsAsync();

        Assert.Null(refund.Problem);
        await using var db = shop.Db();
        Assert.Equal(RefundState.Succeeded, (await db.Refunds.SingleAsync()).State);
        Assert.Empty(await db.ThatHoldAsync("Dana was ill"));
    }

    private static async Task<Order> ErasedAsync(TestShop shop, OrderStatus status)
    {
        var order = await shop.PaidAsync((await shop.StockAsync(Some.Product()))[0], 2);
        Assert.Null((await shop.Get<ParcelEditor>().ShipAsync(order.Id, Carrier.Ups, "1Z999AA10123456784", Robin)).Problem);
        await shop.RunJobsAsync();
        await using var db = shop.Db();
        await db.Orders.Where(o => o.Id == order.Id).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.Email, EmailAddress.Erased).SetProperty(o => o.EmailKey, EmailAddress.Erased).SetProperty(o => o.Status, status));
        return await shop.OrderAsync(order.PublicId);
    }
}
