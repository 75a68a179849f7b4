using System.Net;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Tests.Support;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Web;

/// <summary>What staff print of an order, over HTTP.</summary>
public sealed class OrderPaperTests(ShopServers servers)
{
    public static TheoryData<string, string> Papers => new() { { "packing-slip.pdf", "order.packing_slip" }, { "receipt.pdf", "order.receipt" } };

    [Theory, MemberData(nameof(Papers))]
    public async Task Staff_get_it_kept_by_nobody_on_the_way_and_it_is_written_down(string paper, string action)
    {
        var shop = await servers.AnyAsync();
        using var staff = shop.NewVisitor();
        var account = await shop.AccountAsync(Roles.Staff);
        await shop.SignInAsync(staff, account);
        var order = await PaidAsync(shop);

        using var answer = await staff.SendAsync(HttpMethod.Get, $"/admin/orders/{order.Number}/{paper}");

        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        await using var db = shop.Db();
        Assert.Single(await db.AuditEntries.Where(e => e.Action == action && e.AccountId == account.Id).ToListAsync());
    }

    [Theory, MemberData(nameof(Papers))]
    public async Task To_everybody_else_it_is_not_there(string paper, string action)
    {
        var shop = await servers.AnyAsync();
        using var member = shop.NewVisitor();
        using var guest = shop.NewVisitor();
        var account = await shop.AccountAsync();
        await shop.SignInAsync(member, account);
        var order = await PaidAsync(shop);

        using var asMember = await member.SendAsync(HttpMethod.Get, $"/admin/orders/{order.Number}/{paper}");
        using var asGuest = await guest.SendAsync(HttpMethod.Get, $"/admin/orders/{order.Number}/{paper}");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (asMember.StatusCode, asGuest.StatusCode));
        await using var db = shop.Db();
        Assert.Empty(await db.AuditEntries.Where(e => e.Action == action && e.AccountId == account.Id).ToListAsync());
    }

    private static async Task<OrderPage> PaidAsync(ShopServer shop)
    {
        using var visitor = shop.NewVisitor();
        return await (await visitor.BuyAsync(await shop.StockAsync(Some.Product()))).UntilAsync(OrderStatus.Confirmed);
    }
}
