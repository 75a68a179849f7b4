using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Tests.Pricing;

public sealed class RateEditorTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_shop_begins_with_what_is_configured_and_staff_change_it_after_that(DatabaseProvider provider)
    {
        await using var shop = await NewShop.CreateAsync(provider);
        var first = shop.Prepare("first", ("Shipping:FlatRate", "4.20"), ("Shipping:FreeOver", ""), ("Tax:Rates:il:food", "1.125"));
        await first.GetRequiredService<ShopStart>().RunAsync(TestContext.Current.CancellationToken);
        var begun = await first.GetRequiredService<RateEditor>().ReadAsync();
        Assert.Equal((Money.Of(4.20m), (Money?)null, 1_125), (begun.FlatRate, begun.FreeOver, begun.Taxes[("IL", TaxClass.Food)]));
        var form = RateForm.Of(begun);
        form[RateForm.Flat] = "7";
        Assert.Null((await first.GetRequiredService<RateEditor>().SaveAsync(Typed.Manager, begun.Version, form)).Problem);

        var second = shop.Prepare("second", ("Shipping:FlatRate", "9.90"), ("Tax:Rates:TX:General", "8"));
        await second.GetRequiredService<ShopStart>().RunAsync(TestContext.Current.CancellationToken);

        var kept = (await second.GetRequiredService<RateBook>().CurrentAsync()).Rates;
        Assert.Equal((Money.Of(7m), 1), (kept.FlatRate, kept.Taxes.Count));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task What_is_saved_counts_in_the_next_cart_and_the_next_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(price: 20m)))[0];
        var session = await shop.CartAsync((product, 1));
        var kind = RateForm.NameOf("IL", TaxClasses.Of(product.Kind));
        Assert.Equal(Money.Of(25.90m), (await shop.Get<CartQueries>().GetAsync(session, "IL")).Totals.Total);

        await shop.SetRatesAsync((RateForm.Flat, "6"), (kind, "6.25"), (RateForm.NameOf("IL", TaxClass.Shipping), "10"));

        var totals = (await shop.Get<CartQueries>().GetAsync(session, "IL")).Totals;
        Assert.Equal((Money.Of(6m), Money.Of(1.85m), Money.Of(27.85m)), (totals.Shipping, totals.Tax, totals.Total));
        var placed = await shop.PlaceAsync(session, expectedTotal: totals.Total);
        Assert.Null(placed.Problem);
        var order = await shop.OrderAsync(placed.Value!.PublicId);
        Assert.Equal((Money.Of(6m), Money.Of(1.85m)), (order.Shipping, order.Tax));
    }

    /// <summary>The other machine forgets what it knew; this one has not been told, and its clock stands.</summary>
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task No_machine_places_an_order_at_rates_that_another_has_changed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var product = (await shop.StockAsync(Some.Product(price: 20m)))[0];
        var session = await shop.CartAsync((product, 1));
        await shop.SetRatesAsync((RateForm.Flat, "6"));
        var seen = (await shop.Get<CartQueries>().GetAsync(session, "IL")).Totals.Total;
        var other = new RateBook(shop.Databases, shop.Get<IOptions<ShippingOptions>>(), shop.Get<IOptions<TaxOptions>>(), shop.Clock);
        var editor = new RateEditor(shop.Databases, other, shop.Get<AuditLog>(), shop.Clock);
        var rates = await editor.ReadAsync();
        var form = RateForm.Of(rates);
        form[RateForm.Flat] = "8";
        Assert.Null((await editor.SaveAsync(Typed.Manager, rates.Version, form)).Problem);
        Assert.Equal(seen, (await shop.Get<CartQueries>().GetAsync(session, "IL")).Totals.Total);

        var refused = await shop.PlaceAsync(session, expectedTotal: seen);

        Assert.Equal("price.changed", refused.Problem?.Code);
        Assert.Equal(seen + Money.Of(2m), (await shop.Get<CartQueries>().GetAsync(session, "IL")).Totals.Total);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_four_who_save_at_once_one_is_saved_and_the_others_are_told(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var before = await shop.SetRatesAsync((RateForm.Flat, "6"));

        var saved = await Task.WhenAll(Enumerable.Range(1, 4).Select(dollars => Task.Run(() =>
        {
            var form = RateForm.Of(before);
            (form[RateForm.Flat], form[RateForm.NameOf("IL", TaxClass.Food)]) = ($"{dollars}", $"{dollars}");
            return shop.Get<RateEditor>().SaveAsync(Typed.Manager, before.Version, form);
        })));

        Assert.Equal(["rates.changed", "rates.changed", "rates.changed"], saved.Select(result => result.Problem?.Code).OfType<string>());
        var after = await shop.Get<RateEditor>().ReadAsync();
        Assert.Equal((before.Version + 1, after.FlatRate), (after.Version, Money.Of(Rates.Percent(after.Taxes[("IL", TaxClass.Food)]))));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_changed_which_rate_is_kept_with_what_stood_there_before(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var before = await shop.SetRatesAsync(("IL.Food", "1"));

        var after = await shop.SetRatesAsync(("IL.Food", "0"), ("free", "80"));

        Assert.Empty(after.Taxes);
        var changes = await shop.Get<FieldHistory>().SinceAsync(RateEditor.Subject, before.Version);
        Assert.Equal([("free", "75.00", "80.00"), ("IL.Food", "1", "")], changes.Select(c => (c.Field, c.Before, c.After)));
        Assert.All(changes, change => Assert.Equal((Typed.Manager.AccountId, after.Version, shop.Now), (change.AccountId, change.Version, change.At)));
        await using var db = shop.Db();
        var row = await db.AuditEntries.OrderBy(e => e.Id).LastAsync();
        Assert.Equal(("rates.saved", "rates", "free, IL.Food"), (row.Action, row.Subject, row.Note));
    }

    [Theory]
    [InlineData("flat", "", "This is missing.")]
    [InlineData("flat", "five", "Dollars and cents, please, such as 5.90.")]
    [InlineData("flat", "5.905", "Dollars and cents, please, such as 5.90.")]
    [InlineData("flat", "-1", "Dollars and cents, please, such as 5.90.")]
    [InlineData("flat", "1000.01", "From $0.00 to $1,000.00, please.")]
    [InlineData("free", "100001", "From $0.00 to $100,000.00, please.")]
    [InlineData("TX.General", "8,25", "A percentage, please, such as 6.25.")]
    [InlineData("TX.General", "-1", "A percentage, please, such as 6.25.")]
    [InlineData("TX.General", "100.001", "From 0 to 100 percent, please.")]
    [InlineData("TX.General", "8.1255", "Three decimals at most, please.")]
    public async Task What_cannot_be_a_rate_is_refused_at_its_field_and_nothing_is_saved(string field, string typed, string sentence)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var before = await shop.SetRatesAsync(("IL.Food", "1"));
        var form = RateForm.Of(before);
        (form["IL.Food"], form[field]) = ("2", typed);

        var refused = await shop.Get<RateEditor>().SaveAsync(Typed.Manager, before.Version, form);

        Assert.Equal([("rates.invalid", sentence, field)], refused.Problems.Select(p => (p.Code, p.Message, p.Field)));
        Assert.Equal((before.Version, 1_000), await shop.Get<RateEditor>().ReadAsync() is var after ? (after.Version, after.Taxes[("IL", TaxClass.Food)]) : default);
    }

    [Theory]
    [InlineData("8.125", 8_125)]
    [InlineData("8.1250 %", 8_125)]
    [InlineData("100%", 100_000)]
    [InlineData("0.001", 1)]
    public async Task A_rate_reads_as_it_was_meant(string typed, int thousandths)
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);

        Assert.Equal(thousandths, (await shop.SetRatesAsync(("PR.Shipping", typed))).Taxes[("PR", TaxClass.Shipping)]);
    }

    [Fact]
    public async Task Staff_who_are_no_managers_change_no_rate()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var before = await shop.SetRatesAsync();

        Assert.Equal("staff.not_allowed", (await shop.Get<RateEditor>().SaveAsync(Typed.Dana, before.Version, RateForm.Of(before))).Problem?.Code);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cart_of_many_lines_asks_no_more_often_for_rates_than_one_of_one(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.SetRatesAsync(("IL.Food", "1"));
        var products = await shop.StockAsync([.. Enumerable.Range(1, 6).Select(_ => Some.Product(stock: 9))]);
        var asked = new List<int>();
        foreach (var count in new[] { 1, 1, 6 })
        {
            var session = await shop.CartAsync([.. products.Take(count).Select(product => (product, 1))]);
            var statements = await shop.Sql.DuringAsync(async () => Assert.Null((await shop.PlaceAsync(session)).Problem));
            asked.Add(statements.Count(sql => sql.Contains("RateCard", StringComparison.Ordinal) || sql.Contains("TaxRates", StringComparison.Ordinal)));
        }

        Assert.Equal(1, asked[1]);
        Assert.Equal(1, asked[2]);
    }
}
