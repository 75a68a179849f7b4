using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Tests.Processes;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Docs;

/// <summary>The client under docs/examples buys at a real shop, also over a line that breaks.</summary>
[Collection(ProcessTests.Name)]
public sealed class ExampleTests(RunningShop running)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "examples");

    private string Shop => running.Shop.Address.ToString().TrimEnd('/');

    [Fact]
    public async Task It_buys_something_and_tells_where_the_receipt_is()
    {
        var ended = await BuyAsync(Shop);

        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Matches("(?s)^Buying 2 x .* at \\$[0-9]+\\.[0-9]{2}\\.\nOrder GLP-[0-9]+ over .* is placed\\.\n.*The order is confirmed, the payment succeeded\\.\n", ended.Said);
        Assert.Matches($"Receipt: {Shop}/orders/[A-Za-z0-9_-]+/receipt\\.pdf\n$", ended.Said);
    }

    [Fact]
    public async Task Lost_answers_a_busy_shop_and_no_live_line_still_make_one_order_of_two()
    {
        await using var line = await BadLine.ToAsync(running.Shop, lost: ["productsConnection", "addToCart(", "createOrder(", "{ status paymentStatus }"], busy: ["validateCart", "createOrder("]);

        var ended = await BuyAsync(line.Address);

        Assert.True(ended.Code == 0, ended.ToString());
        Assert.Equal((1, 2), (line.Passed("addToCart("), line.Passed("createOrder(")));
        Assert.Contains($"Receipt: {line.Address}/orders/", ended.Said, StringComparison.Ordinal);
        await using var db = running.Shop.Db();
        var number = ended.Said.Split("Order ")[1].Split(' ')[0];
        var order = (await db.Set<Order>().AsNoTracking().Include(o => o.Lines).OrderByDescending(o => o.Id).Take(5).ToListAsync()).Single(o => o.Number == number);
        Assert.Equal(2, Assert.Single(order.Lines).Quantity);
    }

    [Fact]
    public async Task A_card_that_is_declined_ends_it_with_the_reason()
    {
        var ended = await BuyAsync(Shop, "pm_card_chargeDeclined");

        Assert.Equal(1, ended.Code);
        Assert.EndsWith("The order is failed, the payment failed.\nYour bank said no to this card. Nothing was charged.\n", ended.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_readme_starts_it_as_it_is_started_here()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Folder, "README.md"));

        Assert.Contains("node docs/examples/buy.mjs http://localhost:5080", readme, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(Folder, "*.mjs"), file => Assert.Contains(Path.GetFileName(file), readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_types_hold()
    {
        var check = await TypeScript.CompileAsync(Repository.Root, ["--noEmit", "--allowJs", "--checkJs", .. Directory.GetFiles(Folder, "*.mjs")]);

        Assert.True(check.Code == 0, check.ToString());
    }

    private static Task<Ended> BuyAsync(string shop, params string[] method) =>
        Command.RunAsync(Repository.Root, "node", [Path.Combine("docs", "examples", "buy.mjs"), shop, .. method]);
}
