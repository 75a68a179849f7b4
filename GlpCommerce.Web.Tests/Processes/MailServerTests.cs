using System.Globalization;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Processes;

/// <summary>A real shop whose mail server is down or full while it sells.</summary>
[Collection(ProcessTests.Name)]
public sealed class MailServerTests
{
    /// <summary>Which command the server answers with "later", and how, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string, string>> Delays =>
        from row in TestDatabase.Each
        from delay in new[] { ("MAIL", "452 Insufficient system storage."), (".", "451 Come back in fifteen minutes.") }
        select new TheoryDataRow<DatabaseProvider, string, string>(row.Data, delay.Item1, delay.Item2) { Skip = row.Skip };

    [Theory, MemberData(nameof(Delays))]
    public async Task A_mail_server_that_puts_it_off_gets_the_email_once_when_it_takes_it(DatabaseProvider provider, string command, string answer)
    {
        await using var server = new TestSmtpServer { Answers = { [command] = answer } };
        await using var shop = await StartAsync(server.Port, provider);
        var number = await BuyAsync(shop);
        Assert.Empty(server.Taken);

        server.Answers.Clear();
        await TryAgainAsync(shop);

        Assert.Contains($"Subject: Your order {number}", Assert.Single(server.Taken), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_mail_server_that_is_down_gets_the_email_once_when_it_is_back(DatabaseProvider provider)
    {
        var down = new TestSmtpServer(ShopProcess.FreePort());
        await down.DisposeAsync();
        await using var shop = await StartAsync(down.Port, provider);
        var number = await BuyAsync(shop);

        await using var server = new TestSmtpServer(down.Port);
        await TryAgainAsync(shop);

        Assert.Contains($"Subject: Your order {number}", Assert.Single(server.Taken), StringComparison.Ordinal);
    }

    private static async Task<ShopProcess> StartAsync(int port, DatabaseProvider provider) => await (await ShopProcess.NewAsync(
        provider, ("Email:Provider", "Smtp"), ("Email:Smtp:Host", "127.0.0.1"), ("Email:Smtp:Security", "None"),
        ("Email:Smtp:Port", port.ToString(CultureInfo.InvariantCulture)))).StartAsync();

    /// <summary>An order that stands, although its e-mail was refused.</summary>
    private static async Task<string> BuyAsync(ShopProcess shop)
    {
        using var visitor = shop.NewVisitor();
        var order = await (await visitor.BuyAsync(await InStockAsync(shop))).UntilAsync(OrderStatus.Confirmed);
        var waiting = await Poll.UntilAsync(() => EmailJobAsync(shop), job => job.LastError is not null, "the e-mail to be refused");
        Assert.Equal((0, null, null), (waiting.Attempts, waiting.DeadAt, waiting.DoneAt));
        return order.Number;
    }

    /// <summary>The minutes until the next try are over.</summary>
    private static async Task TryAgainAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        await db.Set<Job>().Where(j => j.Kind == SendOrderConfirmation.Spec.Name).ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, DateTime.UtcNow));
        await Poll.UntilAsync(() => EmailJobAsync(shop), job => job.DoneAt is not null, "the e-mail to be sent");
    }

    private static async Task<Product> InStockAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        return await db.Set<Product>().AsNoTracking().Where(p => p.Stock.OnHand > 5).OrderBy(p => p.Id).FirstAsync();
    }

    private static async Task<Job> EmailJobAsync(ShopProcess shop)
    {
        await using var db = shop.Db();
        return await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Kind == SendOrderConfirmation.Spec.Name);
    }
}
