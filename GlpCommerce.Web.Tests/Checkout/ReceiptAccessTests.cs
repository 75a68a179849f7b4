using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Who may read a receipt, and what they get when the files are gone or broken.</summary>
public sealed class ReceiptAccessTests
{
    private readonly Product _product = Some.Product(price: 10m, stock: 9);

    public static TheoryData<ReceiptForm> Forms => [ReceiptForm.Html, ReceiptForm.Pdf];

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_session_that_ordered_or_the_orders_own_key_opens_it_and_nothing_else_does(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (session, placed) = await PaidAsync(shop);
        var (other, others) = await PaidAsync(shop);
        var receipts = shop.Get<OrderReceipts>();

        Assert.Equal(placed.Number, (await receipts.FindAsync(placed.PublicId, new OrderProof(session), ReceiptForm.Pdf))!.OrderNumber);
        Assert.Equal(placed.Number, (await receipts.FindAsync(placed.PublicId, new OrderProof(null, placed.AccessToken), ReceiptForm.Pdf))!.OrderNumber);
        foreach (var (id, reader, token) in new (string, string?, string?)[]
        {
            (placed.PublicId, null, null), (placed.PublicId, other, null), (placed.PublicId, "", ""), (placed.PublicId, other, others.AccessToken),
            (placed.PublicId, Secrets.Hash(session), Secrets.Hash(placed.AccessToken)), (Secrets.New(16), session, placed.AccessToken), ("' OR 1=1", session, null), ("", session, null),
        })
        {
            Assert.Null(await receipts.FindAsync(id, new OrderProof(reader, token), ReceiptForm.Pdf));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_account_that_the_order_belongs_to_opens_it_and_no_other(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var (owner, other) = (await shop.AccountAsync(), await shop.AccountAsync("kim@example.com"));
        var placed = await shop.Get<Cashier>().PlaceAsync(Some.Request(await shop.CartAsync((_product, 1))) with { AccountId = owner.Id });
        var (_, ofGuest) = await PaidAsync(shop);
        await shop.RunJobsAsync();
        var receipts = shop.Get<OrderReceipts>();

        Assert.Equal(placed.Value!.Number, (await receipts.FindAsync(placed.Value.PublicId, Proof(owner.Id), ReceiptForm.Html))!.OrderNumber);
        Assert.Null(await receipts.FindAsync(placed.Value.PublicId, Proof(other.Id), ReceiptForm.Html));
        Assert.Null(await receipts.FindAsync(placed.Value.PublicId, Proof(null), ReceiptForm.Html));
        Assert.Null(await receipts.FindAsync(ofGuest.PublicId, Proof(owner.Id), ReceiptForm.Html));
        Assert.Null(await receipts.FindAsync(ofGuest.PublicId, Proof(null), ReceiptForm.Html));

        static OrderProof Proof(long? accountId) => new(sessionId: null) { AccountId = accountId };
    }

    [Fact]
    public async Task An_unpaid_order_has_none_for_its_holder_either()
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var (session, placed) = await PaidAsync(shop, SandboxGateway.Declined);

        Assert.Null(await shop.Get<OrderReceipts>().FindAsync(placed.PublicId, new OrderProof(session), ReceiptForm.Html));
        Assert.Empty(shop.Receipts());
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task What_is_not_there_yet_is_written_on_the_spot(ReceiptForm form)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var (session, placed) = await PaidAsync(shop);
        var written = shop.Receipts();
        Directory.Delete(Path.Combine(shop.Folder, "media"), recursive: true);

        var file = await shop.Get<OrderReceipts>().FindAsync(placed.PublicId, new OrderProof(session), form);

        Assert.Equal(written, shop.Receipts());
        Assert.Contains(file!.Content, written.Values);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task What_cannot_be_read_nor_kept_is_drawn_all_the_same(ReceiptForm form)
    {
        await using var shop = await OpenAsync(DatabaseProvider.Sqlite);
        var (session, placed) = await PaidAsync(shop);
        var written = shop.Receipts();
        shop.Media.BeforeOpen = shop.Media.BeforePut = _ => throw new IOException("The disk is broken.");

        var file = await shop.Get<OrderReceipts>().FindAsync(placed.PublicId, new OrderProof(session), form);

        Assert.Contains(file!.Content, written.Values);
    }

    private async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        return shop;
    }

    private async Task<(string Session, PlacedOrder Order)> PaidAsync(TestShop shop, string method = SandboxGateway.Visa)
    {
        var session = await shop.CartAsync((_product, 1));
        var placed = await shop.PlaceAsync(session, method);
        await shop.RunJobsAsync();
        await shop.Get<OrderReceipts>().WriteAsync((await shop.OrderAsync(placed.Value!.PublicId)).Id);
        return (session, placed.Value!);
    }
}
