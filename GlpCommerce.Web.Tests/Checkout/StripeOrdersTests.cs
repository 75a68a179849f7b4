using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Whole orders that are paid through Stripe.</summary>
public sealed class StripeOrdersTests : IAsyncLifetime
{
    private const string Visa = "ctoken_card_visa_1";
    private const string ThreeDSecure = "pm_card_threeDSecure2Required";
    private const string Account = "pm_usBankAccount";
    private const string Unknown = "pm_of_somebody_else";

    private readonly Product _product = Some.Product(stock: 3);
    private FakeStripe _stripe = null!;

    /// <summary>What is asked of Stripe once it has refused a method, on each database.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, string>> Refusing =>
        from row in TestDatabase.Each
        from operation in new[] { FakeStripeFaults.Mark, FakeStripeFaults.Cancel }
        select new TheoryDataRow<DatabaseProvider, string>(row.Data, operation) { Skip = row.Skip };

    public async ValueTask InitializeAsync() => _stripe = await FakeStripe.StartAsync();

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_card_that_works_confirms_the_order_whatever_is_heard_of_it_afterwards(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, Visa);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));

        await shop.HearAsync(_stripe, times: 20, reversed: true);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((await shop.OrderAsync(id)).Total.Cents, _stripe.Charged);
        Assert.Single(shop.Mail.Sent);
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Captured], await shop.LedgerAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_declined_card_can_be_followed_by_another_on_the_same_order(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, "pm_card_chargeDeclinedInsufficientFunds");
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal("Your bank said there is not enough money on this card. Nothing was charged.", (await shop.OrderAsync(id)).FailureReason);

        await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), Visa);
        await shop.RunJobsAsync();
        await shop.HearAsync(_stripe, reversed: true);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
        Assert.Equal((2, (await shop.OrderAsync(id)).Total.Cents), (_stripe.Intents.Count, _stripe.Charged));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_method_that_Stripe_does_not_know_fails_the_order_and_leaves_nothing_open(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, Unknown);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal("canceled", (string?)Assert.Single(_stripe.Rows("payment_intent"))["status"]);
        await shop.HearAsync(_stripe, times: 2);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal([LedgerKind.Attempt, LedgerKind.Declined], await shop.LedgerAsync());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_method_that_was_used_up_is_declined_at_once_and_the_log_says_so_without_a_name(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, "pm_usedUp");
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));

        var said = Assert.Single(shop.Log.AsOperated(), line => line.Contains("it counts as declined", StringComparison.Ordinal));
        Assert.Contains((await shop.OrderAsync(id)).Number, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Dana", said, StringComparison.Ordinal);
        await PaidAgainAsync(shop, session, id);
    }

    [Theory, MemberData(nameof(Refusing))]
    public async Task A_refused_method_can_be_followed_by_another_whatever_was_lost_when_its_payment_was_cancelled(DatabaseProvider provider, string operation)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        _stripe.Faults.Order(operation, StripeFault.AnswerLost, times: 2);
        var (session, id) = await PlacedAsync(shop, Unknown);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));

        await PaidAgainAsync(shop, session, id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refused_method_can_be_followed_by_another_when_the_message_overtakes_the_answer(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        shop.Gateway.After = call => call == "confirm" ? shop.HearAsync(_stripe) : Task.CompletedTask;
        var (session, id) = await PlacedAsync(shop, Unknown);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));

        await PaidAgainAsync(shop, session, id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_banks_yes_arrives_by_message_and_its_no_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, ThreeDSecure);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.RequiresAction, 3, 1), await shop.StandsAsync(id, _product));

        _stripe.Answer(_stripe.Intents[0], approved: false);
        await shop.HearAsync(_stripe);
        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal("The payment was not approved with your bank. Nothing was charged.", (await shop.OrderAsync(id)).FailureReason);

        await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), ThreeDSecure);
        await shop.RunJobsAsync();
        _stripe.Answer(_stripe.Intents[1], approved: true);
        await shop.HearAsync(_stripe, times: 3);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_on_its_way_keeps_the_products_put_aside_until_it_is_there(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, Account);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(40));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 3, 1), await shop.StandsAsync(id, _product));

        _stripe.Settle(_stripe.Intents[0], arrived: true);
        await shop.HearAsync(_stripe, times: 2, reversed: true);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_account_that_has_to_be_confirmed_first_keeps_the_products_put_aside_for_those_days_too(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, "ctoken_usBankAccountTyped");
        await shop.HearAsync(_stripe);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(40));
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 3, 1), await shop.StandsAsync(id, _product));

        _stripe.Answer(_stripe.Intents[0], approved: true);
        await shop.HearAsync(_stripe);
        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 3, 1), await shop.StandsAsync(id, _product));
        _stripe.Settle(_stripe.Intents[0], arrived: true);
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_cancels_instead_of_confirming_an_account_is_let_go_at_once(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, "ctoken_usBankAccountTyped");
        await shop.HearAsync(_stripe);

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_that_is_on_its_way_already_is_not_stopped_by_a_wish(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, Account);

        Assert.Null((await shop.Get<OrderCanceller>().CancelAsync(id, new OrderProof(session))).Problem);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Pending, PaymentStatus.Processing, 3, 1), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_that_does_not_come_gives_the_products_back(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, Account);

        _stripe.Settle(_stripe.Intents[0], arrived: false);
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_no_after_days_is_told_by_one_email_and_the_order_can_be_paid_in_another_way_for_a_day(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, Account);
        shop.Clock.Advance(TimeSpan.FromDays(4));
        _stripe.Settle(_stripe.Intents[0], arrived: false);
        await shop.HearAsync(_stripe, times: 2);
        await shop.RepeatAllJobsAsync();

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal($"not paid, kept until {shop.Now + Order.PricesAreKept:u}", Assert.Single(shop.Mail.Sent).TextBody!.Trim());
        shop.Clock.Advance(Order.PricesAreKept - TimeSpan.FromMinutes(1));
        await PaidAgainAsync(shop, session, id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nobody_is_told_of_a_no_once_another_way_to_pay_was_chosen(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, Account);
        shop.Mail.Trouble = () => new EmailRefusedException("Later.") { Passes = true };
        _stripe.Settle(_stripe.Intents[0], arrived: false);
        await shop.HearAsync(_stripe);
        await PaidAgainAsync(shop, session, id);

        shop.Mail.Trouble = () => null;
        await shop.RunJobsForAsync(TimeSpan.FromHours(1));

        Assert.DoesNotContain(shop.Mail.Sent, mail => mail.TextBody!.StartsWith("not paid", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_no_that_nobody_heard_of_is_told_as_such_when_the_order_should_end(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, ThreeDSecure);
        _stripe.Answer(_stripe.Intents[0], approved: false);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));

        Assert.Equal((OrderStatus.Failed, PaymentStatus.Failed, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal("The payment was not approved with your bank. Nothing was charged.", (await shop.OrderAsync(id)).FailureReason);
        Assert.Empty(shop.Mail.Sent);
        await PaidAgainAsync(shop, session, id);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Without_any_message_the_sweep_finds_out(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, ThreeDSecure);
        _stripe.Answer(_stripe.Intents[0], approved: true);

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await shop.Get<Reconciler>().RunAsync());
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_order_that_nobody_paid_ends_with_its_payment_cancelled_at_Stripe(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (_, id) = await PlacedAsync(shop, ThreeDSecure);

        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        _stripe.Answer(_stripe.Intents[0], approved: true);
        await shop.HearAsync(_stripe);

        Assert.Equal((OrderStatus.Cancelled, PaymentStatus.Canceled, 3, 0), await shop.StandsAsync(id, _product));
        Assert.Equal(0, _stripe.Charged);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Money_for_an_order_that_has_ended_goes_back_and_the_shopper_is_told(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, "pm_card_chargeDeclined");
        await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), ThreeDSecure);
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(31));
        Assert.Equal(OrderStatus.Cancelled, (await shop.OrderAsync(id)).Status);

        _stripe.TryAgain(_stripe.Intents[0]);
        await shop.HearAsync(_stripe, times: 5);

        var (status, _, onHand, reserved) = await shop.StandsAsync(id, _product);
        Assert.Equal((OrderStatus.Cancelled, 3, 0), (status, onHand, reserved));
        Assert.Equal((_stripe.Charged, _stripe.Charged), ((await shop.OrderAsync(id)).Total.Cents, _stripe.Refunded));
        Assert.Contains(shop.Mail.Sent, mail => mail.TextBody!.Contains("refunded", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Stripe_is_told_nothing_of_the_shopper_or_of_what_was_bought(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider, _stripe);
        var (session, id) = await PlacedAsync(shop, "pm_card_chargeDeclined");
        await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), StripeGateway.Hosted);
        await shop.RunJobsAsync();
        var order = await shop.OrderAsync(id);

        var sent = string.Concat(_stripe.Calls.Select(call => System.Net.WebUtility.UrlDecode(call.Body)));
        Assert.Contains(order.Number, sent, StringComparison.Ordinal);
        foreach (var secret in new[] { order.Email, order.Address!.Name, order.Address.Line1, order.Address.Zip, _product.Name, _product.Sku, session })
        {
            Assert.DoesNotContain(secret, sent, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task PaidAgainAsync(TestShop shop, string session, string id)
    {
        Assert.Null((await shop.Get<OrderPayer>().PayAsync(id, new OrderProof(session), Visa)).Problem);
        await shop.RunJobsAsync();
        await shop.HearAsync(_stripe);
        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    private async Task<(string Session, string PublicId)> PlacedAsync(TestShop shop, string method)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var placed = await shop.PlaceAsync(session, method);
        Assert.Null(placed.Problem);
        await shop.RunJobsAsync();
        return (session, placed.Value!.PublicId);
    }
}
