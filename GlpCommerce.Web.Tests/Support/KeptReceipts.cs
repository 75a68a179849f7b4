using System.Text;
using AngleSharp.Html.Parser;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Core.Refunds;
using GlpCommerce.Web.Tests.Support.Pages;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What a shop keeps of its orders' receipts.</summary>
internal static class KeptReceipts
{
    public const string Job = "write-receipt";

    /// <summary>The files of a data folder by their name.</summary>
    public static SortedDictionary<string, byte[]> In(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "media", "orders", "receipts");
        return new(Directory.Exists(folder) ? Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes) : []);
    }

    public static SortedDictionary<string, byte[]> Receipts(this TestShop shop) => In(shop.Folder);

    /// <summary>The rows of the one receipt that is kept as HTML.</summary>
    public static IReadOnlyList<string> Rows(this TestShop shop) => RowsOf(shop.Receipts().Single(file => file.Key.EndsWith(".html", StringComparison.Ordinal)).Value);

    public static IReadOnlyList<string> RowsOf(byte[] html) =>
        [.. new HtmlParser().ParseDocument(Encoding.UTF8.GetString(html)).QuerySelectorAll("tbody tr").Select(row => string.Join(" | ", row.Children.Select(Page.Words)))];

    /// <summary>The words of the one receipt that is kept as a PDF.</summary>
    public static string PdfText(this TestShop shop)
    {
        using var pdf = new PdfFile(shop.Receipts().Single(file => file.Key.EndsWith(".pdf", StringComparison.Ordinal)).Value);
        return pdf.Text;
    }

    public static async Task<int> ReceiptJobsAsync(this TestShop shop) => (await shop.JobsAsync()).Count(job => job.Kind == Job);

    /// <summary>A paid order whose holder has looked at its receipt.</summary>
    public static async Task<Order> PaidWithReceiptAsync(this TestShop shop, Product product, int quantity = 1)
    {
        var order = await shop.PaidAsync(product, quantity);
        await shop.Get<OrderReceipts>().WriteAsync(order.Id);
        return order;
    }

    /// <summary>Promises units of an order's first line back.</summary>
    public static async Task RefundAsync(this TestShop shop, Order order, string key, int units, string reason = "It arrived damaged.", bool shipping = false)
    {
        var asked = await shop.Get<RefundEditor>().RequestAsync(new RefundOrder(key, order.Id, [new RefundUnits(order.Lines[0].Id, units, false)], shipping, reason));
        Assert.Null(asked.Problem);
    }

    /// <summary>The provider says that the newest refund did not arrive, although it had said so.</summary>
    public static async Task RefundComesBackAsync(this TestShop shop)
    {
        await using var read = shop.Db();
        var refund = await read.Refunds.AsNoTracking().OrderByDescending(r => r.Id).FirstAsync();
        await shop.Databases.InTransactionAsync(async db =>
        {
            await shop.Get<RefundSettlement>().ApplyAsync(
                db, refund.Id, new ProviderRefund(refund.ProviderId!, ProviderRefundStatus.Failed, refund.Amount.Cents, refund.ProviderKey), default);
            return await db.SaveChangesAsync() >= 0;
        });
    }

    /// <summary>The provider says that the oldest payment went through after all.</summary>
    public static async Task OldestPaymentSucceedsAsync(this TestShop shop)
    {
        await using (var books = shop.Db())
        {
            await books.Set<SandboxIntent>().ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, IntentStatus.Succeeded));
        }

        await shop.Databases.InTransactionAsync(async db =>
        {
            var attempt = await db.PaymentAttempts.AsNoTracking().OrderBy(a => a.Id).FirstAsync();
            await shop.Get<PaymentSettlement>().ApplyAsync(db, attempt, new PaymentIntent(attempt.IntentId!, IntentStatus.Succeeded, attempt.Amount.Cents), default);
            return await db.SaveChangesAsync() >= 0;
        });
    }

    /// <summary>An order of two units at $10.00 and no shipping that was confirmed in the moment it was placed; <paramref name="discount"/> came off.</summary>
    public static Task<Order> ConfirmedAsync(this TestShop shop, Product product, decimal discount) => shop.Databases.InTransactionAsync(async db =>
    {
        var order = new Order
        {
            PublicId = Secrets.New(16), AccessTokenHash = Secrets.Hash(Secrets.New()), SessionKey = Secrets.Hash(Secrets.New()), CartId = Guid.NewGuid(),
            Email = "dana@example.com", Subtotal = Money.Of(20m), Discount = Money.Of(discount), DiscountCode = "WELCOME", Total = Money.Of(20m - discount),
            PlacedAt = shop.Now, ExpiresAt = shop.Now,
            Lines = [new OrderLine { ProductId = product.Id, Sku = product.Sku, Name = product.Name, UnitPrice = Money.Of(10m), Quantity = 2, Discount = Money.Of(discount) }],
        };
        db.Orders.Add(order);
        await db.SaveChangesAsync();
        await OrderConfirmation.ConfirmAsync(db, shop.Get<JobQueue>(), order.Id, "It stands.", shop.Now, default);
        await db.SaveChangesAsync();
        return order;
    });
}
