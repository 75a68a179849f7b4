using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Whatever goes wrong on the way to Stripe and back, an order is charged once.</summary>
public sealed class StripeFaultsTests : IAsyncLifetime
{
    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    /// <summary>Everything that can go wrong, at both calls, on both databases; twice each, so that the line's own retry does not hide it.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string, StripeFault>> Faults =>
        from row in TestDatabase.Each
        from operation in new[] { FakeStripeFaults.Create, FakeStripeFaults.Confirm }
        from fault in Enum.GetValues<StripeFault>().Where(fault => fault != StripeFault.Held)
        select new TheoryDataRow<DatabaseProvider, string, StripeFault>(row.Data, operation, fault) { Skip = row.Skip };

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(Faults))]
    public async Task One_charge_and_a_confirmed_order(DatabaseProvider provider, string operation, StripeFault fault)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe, fault is StripeFault.Silence or StripeFault.SilenceAfter ? TimeSpan.FromSeconds(4) : null);
        await shop.StockAsync(_product);
        _stripe.Faults.Order(operation, fault, times: 2);

        var id = (await shop.PlacedAsync(_product, method: "ctoken_card_visa_1")).PublicId;
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(3));
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((1, (await shop.OrderAsync(id)).Total.Cents), (_stripe.Rows("charge").Count, _stripe.Charged));
        Assert.All(await shop.JobsAsync(), job => Assert.DoesNotContain("secret", job.LastError ?? "", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_message_that_is_there_before_the_answer_confirms_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        await shop.StockAsync(_product);
        shop.Gateway.After = call => call == "confirm" ? shop.HearAsync(_stripe, times: 3) : Task.CompletedTask;

        var id = (await shop.PlacedAsync(_product)).PublicId;
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured], await shop.LedgerAsync());
        Assert.Single(shop.Mail.Sent);
    }
}
