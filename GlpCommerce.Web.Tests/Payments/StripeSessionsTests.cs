using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace GlpCommerce.Web.Tests.Payments;

/// <summary>Stripe's own payment page, for browsers without script.</summary>
public sealed class StripeSessionsTests : IAsyncLifetime
{
    private FakeStripe _stripe = null!;
    private StripeGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _stripe = await FakeStripe.StartAsync();
        _gateway = _stripe.Gateway();
    }

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Fact]
    public async Task A_new_page_waits_for_the_payer_and_shows_one_line_with_the_total()
    {
        var page = await OpenAsync();

        Assert.Equal((IntentStatus.RequiresAction, 1_000, "USD", "GLP-100001", null), (page.Status, page.AmountCents, page.Currency, page.OrderNumber, page.PaymentId));
        Assert.StartsWith("cs_", page.Id, StringComparison.Ordinal);
        Assert.StartsWith(_stripe.Address.ToString(), page.Url, StringComparison.Ordinal);
        var form = FakeStripeData.Form(Assert.Single(_stripe.Calls).Body);
        Assert.Equal("Order GLP-100001", (string?)Assert.Single(form["line_items"]!.AsArray())!["price_data"]!["product_data"]!["name"]);
        Assert.DoesNotContain("customer_email", form.Select(f => f.Key));
    }

    [Fact]
    public async Task Opening_it_again_hours_later_is_the_same_request_and_the_same_page()
    {
        var now = DateTimeOffset.UtcNow;
        var clock = new FakeTimeProvider(now);
        _stripe.Clock = clock;
        var page = await OpenAsync(now.UtcDateTime);
        clock.Advance(TimeSpan.FromHours(22));

        Assert.Equal(page.Id, (await OpenAsync(now.UtcDateTime)).Id);
    }

    [Fact]
    public async Task The_page_closes_within_a_day_of_the_attempt_whenever_it_was_asked_for()
    {
        var since = DateTimeOffset.UtcNow.AddHours(-10);
        await OpenAsync(since.UtcDateTime);

        var expiresAt = long.Parse((string)FakeStripeData.Form(Assert.Single(_stripe.Calls).Body)["expires_at"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(expiresAt) - since, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task Even_the_last_moment_in_which_it_may_be_opened_leaves_Stripes_half_hour()
    {
        var page = await OpenAsync(DateTime.UtcNow - PaymentAttempt.KeyLife);

        Assert.Equal(IntentStatus.RequiresAction, page.Status);
    }

    [Fact]
    public async Task A_paid_page_tells_the_payment_behind_it()
    {
        var page = await OpenAsync();
        _stripe.PayOnPage(page.Id);

        var read = await _gateway.ReadAsync(page.Id, default);

        Assert.Equal((page.Id, IntentStatus.Succeeded, 1_000, null), (read.Id, read.Status, read.AmountCents, read.Url));
        Assert.Equal(Assert.Single(_stripe.Intents), read.PaymentId);
    }

    [Fact]
    public async Task A_card_that_is_declined_leaves_the_page_open_for_another_one()
    {
        var page = await OpenAsync();
        Assert.False(_stripe.PayOnPage(page.Id, "card_chargeDeclined"));

        Assert.Equal(IntentStatus.RequiresAction, (await _gateway.ReadAsync(page.Id, default)).Status);
        Assert.True(_stripe.PayOnPage(page.Id));
        Assert.Equal(IntentStatus.Succeeded, (await _gateway.ReadAsync(page.Id, default)).Status);
    }

    [Theory]
    [InlineData(true, IntentStatus.Succeeded, null)]
    [InlineData(false, IntentStatus.Declined, "payment_method_provider_decline")]
    public async Task Money_that_takes_days_is_on_its_way_until_the_bank_has_spoken(bool arrived, IntentStatus status, string? code)
    {
        var page = await OpenAsync();
        _stripe.PayOnPage(page.Id, "usBankAccount");
        Assert.Equal(IntentStatus.Processing, (await _gateway.ReadAsync(page.Id, default)).Status);

        _stripe.Settle(Assert.Single(_stripe.Intents), arrived);
        var read = await _gateway.ReadAsync(page.Id, default);

        Assert.Equal((status, code), (read.Status, read.DeclineCode));
    }

    [Fact]
    public async Task Confirming_a_page_is_reading_it()
    {
        var page = await OpenAsync();

        Assert.Equal(page, await _gateway.ConfirmAsync(page.Id, Request(DateTime.UtcNow), default));
    }

    [Fact]
    public async Task A_cancelled_page_is_closed_for_good()
    {
        var page = await OpenAsync();

        Assert.Equal(IntentStatus.Canceled, (await _gateway.CancelAsync(page.Id, default)).Status);
        Assert.Equal(IntentStatus.Canceled, (await _gateway.CancelAsync(page.Id, default)).Status);
        _stripe.PayOnPage(page.Id);
        Assert.Equal(0, _stripe.Charged);
    }

    [Fact]
    public async Task A_page_that_was_paid_cannot_be_cancelled_and_says_so()
    {
        var page = await OpenAsync();
        _stripe.PayOnPage(page.Id);

        Assert.Equal(IntentStatus.Succeeded, (await _gateway.CancelAsync(page.Id, default)).Status);
    }

    [Fact]
    public async Task A_page_whose_time_is_over_is_cancelled()
    {
        var page = await OpenAsync();
        _stripe.Clock = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(1));

        Assert.Equal(IntentStatus.Canceled, (await _gateway.ReadAsync(page.Id, default)).Status);
    }

    private Task<PaymentIntent> OpenAsync(DateTime? since = null) => _gateway.CreateAsync(Request(since ?? DateTime.UtcNow), default);

    private static IntentRequest Request(DateTime since) => new("key-1", 1_000, StripeGateway.Hosted, "GLP-100001", "http://localhost/orders/abc", since);
}
