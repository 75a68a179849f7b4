using Bunit;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Inventory;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Stock;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>The stock room's dialogs and its ledger.</summary>
public sealed class StockPartsTests : StaffComponentContext
{
    [Fact]
    public async Task A_change_of_stock_without_a_reason_is_refused_at_its_field_and_then_booked_as_what_it_was()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.StockAsync(Some.Product(stock: 10));
        await AskAsync<ChangeStockDialog>(shop, Roles.Staff, (nameof(ChangeStockDialog.Row), await RowAsync(shop)));
        Field("Something is missing, broken or found").Click();
        Field("How many units").Change("-2");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Equal("true", Field("Why, in a few words").GetAttribute("aria-invalid")));
        Assert.Equal("-2", Field("How many units").GetAttribute("value"));

        Field("Why, in a few words").Change("Two broke");
        Dialogs.Find("form").Submit();

        IsClosed();
        var booked = (await shop.Get<StockBook>().HistoryAsync((await RowAsync(shop)).ProductId, null))!.Steps[0];
        Assert.Equal((StockMovementKind.Correction, -2, "Two broke", 7L), (booked.Kind, booked.Delta, booked.Reason, booked.AccountId));
    }

    [Fact]
    public async Task A_word_for_a_number_of_units_changes_nothing()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await shop.StockAsync(Some.Product(stock: 10));
        await AskAsync<ChangeStockDialog>(shop, Roles.Staff, (nameof(ChangeStockDialog.Row), await RowAsync(shop)));

        Field("How many units").Change("a box");
        Field("Why, in a few words").Change("A box came");
        Dialogs.Find("form").Submit();

        Dialogs.WaitForAssertion(() => Assert.Contains("Write a whole number.", Dialogs.Markup, StringComparison.Ordinal));
        Assert.Equal(("A box came", 10), (Field("Why, in a few words").GetAttribute("value"), (await RowAsync(shop)).OnHand));
    }

    [Fact]
    public async Task What_is_expected_says_at_each_field_what_is_missing()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product()))[0];
        await AskAsync<ExpectDialog>(shop, Roles.Staff);
        Dialogs.Find("#sku").Change("nothing-of-the-kind");
        Dialogs.Find("#units").Change("two boxes");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Equal(
            ["There is no product of this SKU.", "Write a whole number.", "Say on which day."], Dialogs.FindAll(".err").Select(said => said.TextContent)));

        Dialogs.Find("#sku").Change(product.Sku);
        Dialogs.Find("#units").Change("24");
        Dialogs.Find("#day").Change("2026-01-20");
        Dialogs.Find("form").Submit();

        IsClosed();
        var awaited = Assert.Single(await shop.Get<StockBook>().AwaitedAsync());
        Assert.Equal((product.Sku, 24, new DateOnly(2026, 1, 20)), (awaited.Sku, awaited.Delivery.Left, awaited.Delivery.ExpectedOn));
    }

    [Fact]
    public async Task A_delivery_that_came_in_part_leaves_the_rest_awaited()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var awaited = await ExpectAsync(shop);
        await AskAsync<ReceiveDialog>(shop, Roles.Staff, (nameof(ReceiveDialog.Row), awaited));
        Assert.Equal("24", Dialogs.Find("#came").GetAttribute("value"));
        Dialogs.Find("#came").Change("some");
        Dialogs.Find("form").Submit();
        Assert.Equal("Write a whole number.", Dialogs.Find("#came-e").TextContent);

        Dialogs.Find("#came").Change("10");
        Dialogs.Find("form").Submit();

        IsClosed();
        Assert.Equal((14, 20), (Assert.Single(await shop.Get<StockBook>().AwaitedAsync()).Delivery.Left, (await RowAsync(shop)).OnHand));
    }

    [Fact]
    public async Task What_was_sent_of_a_delivery_is_not_offered_back_for_the_rest_of_it()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await AskAsync<ReceiveDialog>(shop, Roles.Staff, (nameof(ReceiveDialog.Row), await ExpectAsync(shop)));
        var sent = Dialogs.Find("form").GetAttribute("data-typed");
        Dialogs.Find("#came").Change("10");
        Dialogs.Find("form").Submit();
        IsClosed();

        await ShowAsync<ReceiveDialog>((nameof(ReceiveDialog.Row), Assert.Single(await shop.Get<StockBook>().AwaitedAsync())));

        Assert.NotEqual(sent, Dialogs.Find("form").GetAttribute("data-typed"));
    }

    [Fact]
    public async Task More_than_was_ordered_is_asked_about_before_it_is_taken_and_stays_typed()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        await AskAsync<ReceiveDialog>(shop, Roles.Staff, (nameof(ReceiveDialog.Row), await ExpectAsync(shop)));
        Dialogs.Find("#came").Change("240");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.StartsWith("You ordered 24, and typed 240.", Dialogs.Find("#came-e").TextContent, StringComparison.Ordinal));
        Assert.Equal("Yes, 240 came", Dialogs.Find("button[type=submit]").TextContent.Trim());

        Dialogs.Find("#came").Change("25");
        Dialogs.Find("form").Submit();
        Dialogs.WaitForAssertion(() => Assert.Equal("Yes, 25 came", Dialogs.Find("button[type=submit]").TextContent.Trim()));
        Assert.Equal(("25", 10), (Dialogs.Find("#came").GetAttribute("value"), (await RowAsync(shop)).OnHand));
        Dialogs.Find("form").Submit();

        IsClosed();
        Assert.Equal(35, (await RowAsync(shop)).OnHand);
    }

    [Fact]
    public async Task The_ledger_explains_every_number_and_names_who_is_gone_by_number()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var product = (await shop.StockAsync(Some.Product(stock: 10)))[0];
        await shop.Get<StockEditor>().AdjustAsync(new AdjustStock("once", product.Id, 5, "A box came", IsDelivery: true), new Actor(7, Roles.Staff));

        var page = Open<LedgerPage>(shop, Roles.Staff, p => p.Add(l => l.Id, product.Id));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Equal(["Delivery", "+5", "15", "A box came", "account 7"], page.FindAll("tbody tr")[0].Children.Skip(1).Select(cell => cell.TextContent));
        Assert.Equal(["Opening count", "+10", "10"], page.FindAll("tbody tr")[1].Children.Skip(1).Take(3).Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task A_ledger_of_no_product_says_so()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        var page = Open<LedgerPage>(shop, Roles.Staff, p => p.Add(l => l.Id, 404));

        page.WaitForAssertion(() => Assert.Equal("There is no such product.", page.Find("h1").TextContent));
    }

    private static async Task<StockRow> RowAsync(TestShop shop) => (await shop.Get<StockBook>().PageAsync(new StockFilter(), 0, 1)).Rows[0];

    private static async Task<AwaitedDelivery> ExpectAsync(TestShop shop)
    {
        var product = (await shop.StockAsync(Some.Product(stock: 10)))[0];
        Assert.Empty((await shop.Get<DeliveryEditor>().ExpectAsync(new ExpectDelivery(product.Id, 24, new DateOnly(2026, 1, 20), null), Typed.Dana)).Problems);
        return Assert.Single(await shop.Get<StockBook>().AwaitedAsync());
    }
}
