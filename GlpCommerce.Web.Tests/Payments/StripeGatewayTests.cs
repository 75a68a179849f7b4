using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Payments;

/// <summary>What Stripe says and what the shop makes of it.</summary>
public sealed class StripeGatewayTests : IAsyncLifetime
{
    private const string Return = "http://localhost/orders/abc";

    private FakeStripe _stripe = null!;
    private StripeGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _stripe = await FakeStripe.StartAsync();
        _gateway = _stripe.Gateway();
    }

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory]
    [InlineData("pm_card_visa", IntentStatus.Succeeded, null)]
    [InlineData("ctoken_card_visa_1", IntentStatus.Succeeded, null)]
    [InlineData("pm_card_chargeDeclined", IntentStatus.Declined, "generic_decline")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", IntentStatus.Declined, "insufficient_funds")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", IntentStatus.Declined, "expired_card")]
    [InlineData("pm_card_threeDSecure2Required", IntentStatus.RequiresAction, null)]
    [InlineData("pm_usBankAccount", IntentStatus.Processing, null)]
    [InlineData("ctoken_usBankAccountTyped", IntentStatus.Processing, null)]
    [InlineData("pm_unknown", IntentStatus.Declined, "invalid_method")]
    [InlineData("pm_needsMandate", IntentStatus.Declined, "invalid_method")]
    [InlineData("pm_usedUp", IntentStatus.Declined, "invalid_method")]
    [InlineData("ctoken_unknown", IntentStatus.Declined, "invalid_method")]
    public async Task A_method_leads_where_Stripe_says(string method, IntentStatus status, string? code)
    {
        var made = await _gateway.CreateAsync(Request(method), default);
        var confirmed = await _gateway.ConfirmAsync(made.Id, Request(method), default);

        Assert.Equal((IntentStatus.RequiresConfirmation, 1_000, "USD", "GLP-100001"), (made.Status, made.AmountCents, made.Currency, made.OrderNumber));
        Assert.Equal((made.Id, status, 1_000, code), (confirmed.Id, confirmed.Status, confirmed.AmountCents, confirmed.DeclineCode));
    }

    [Theory]
    [InlineData("pm_card_visa")]
    [InlineData("pm_card_chargeDeclined")]
    [InlineData("pm_card_threeDSecure2Required")]
    [InlineData("pm_usBankAccount")]
    public async Task Reading_says_what_confirming_said(string method)
    {
        var confirmed = await ConfirmedAsync(method);

        Assert.Equal(confirmed, await _gateway.ReadAsync(confirmed.Id, default));
    }

    [Fact]
    public async Task Only_a_payer_who_can_come_back_is_sent_away()
    {
        var atPage = await ConfirmedAsync("ctoken_redirect_1");
        var onServer = await ConfirmedAsync("pm_card_threeDSecure2Required");

        Assert.StartsWith(_stripe.Address.ToString(), atPage.Url, StringComparison.Ordinal);
        Assert.Null(onServer.Url);
        Assert.NotNull(onServer.ClientSecret);
        Assert.Equal(["always", "never"], _stripe.Rows("payment_intent").Select((_, i) => Form(FakeStripeFaults.Create, i)["automatic_payment_methods"]!["allow_redirects"]!.ToString()));
    }

    [Theory]
    [InlineData(true, IntentStatus.Succeeded, null)]
    [InlineData(false, IntentStatus.Declined, "payment_intent_authentication_failure")]
    public async Task The_banks_question_ends_with_its_answer(bool approved, IntentStatus status, string? code)
    {
        var asked = await ConfirmedAsync("pm_card_threeDSecure2Required");

        _stripe.Answer(asked.Id, approved);
        var read = await _gateway.ReadAsync(asked.Id, default);

        Assert.Equal((status, code, null), (read.Status, read.DeclineCode, read.ClientSecret));
    }

    [Fact]
    public async Task A_payment_that_has_moved_on_is_read_instead_of_confirmed()
    {
        var paid = await ConfirmedAsync("pm_card_visa");

        var again = await _gateway.ConfirmAsync(paid.Id, Request("pm_card_visa"), default);

        Assert.Equal((IntentStatus.Succeeded, 1_000), (again.Status, _stripe.Charged));
    }

    [Fact]
    public async Task A_token_that_was_used_up_by_a_payment_that_went_through_is_no_refusal()
    {
        var request = Request("ctoken_card_visa_1");
        var made = await _gateway.CreateAsync(request, default);
        await _gateway.ConfirmAsync(made.Id, request, default);

        Assert.Equal(IntentStatus.Succeeded, (await _gateway.ConfirmAsync(made.Id, request, default)).Status);
    }

    [Fact]
    public async Task The_same_key_is_the_same_payment()
    {
        var payments = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _gateway.CreateAsync(Request(), default)));

        Assert.Single(payments.Select(p => p.Id).Distinct());
        Assert.Single(_stripe.Intents);
    }

    [Fact]
    public async Task Confirming_never_carries_the_stored_key_and_no_two_confirmations_share_one()
    {
        var made = await _gateway.CreateAsync(Request(), default);
        await _gateway.ConfirmAsync(made.Id, Request(), default);
        await _gateway.ConfirmAsync(made.Id, Request(), default);

        var keys = _stripe.Calls.Where(c => c.Operation == FakeStripeFaults.Confirm).Select(c => c.Key!).ToList();
        Assert.Equal(2, keys.Distinct().Count());
        Assert.DoesNotContain("key-1", keys);
    }

    [Theory]
    [InlineData("pm_card_threeDSecure2Required", IntentStatus.Canceled)]
    [InlineData("pm_card_visa", IntentStatus.Succeeded)]
    [InlineData("pm_usBankAccount", IntentStatus.Processing)]
    public async Task Cancelling_answers_where_the_payment_stands(string method, IntentStatus status)
    {
        var payment = await ConfirmedAsync(method);

        Assert.Equal(status, (await _gateway.CancelAsync(payment.Id, default)).Status);
    }

    [Fact]
    public async Task A_cancelled_payment_cannot_go_through()
    {
        var made = await _gateway.CreateAsync(Request(), default);
        await _gateway.CancelAsync(made.Id, default);

        Assert.Equal(IntentStatus.Canceled, (await _gateway.ConfirmAsync(made.Id, Request(), default)).Status);
        Assert.Equal(0, _stripe.Charged);
    }

    [Fact]
    public async Task The_payments_of_an_order_are_found_newest_first_and_a_page_goes_by_its_own_id()
    {
        var begun = DateTime.UtcNow.AddMinutes(-1);
        var page = await _gateway.CreateAsync(Request(StripeGateway.Hosted), default);
        _stripe.PayOnPage(page.Id);
        _stripe.Clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(5));
        var newer = await _gateway.CreateAsync(Request() with { IdempotencyKey = "key-2" }, default);
        await _gateway.CreateAsync(Request() with { IdempotencyKey = "key-3", OrderNumber = "GLP-100002" }, default);

        Assert.Equal([newer.Id, page.Id], (await _gateway.FindAsync("GLP-100001", begun, default)).Select(i => i.Id));
        Assert.Empty(await _gateway.FindAsync("GLP-999999", begun, default));
        Assert.Empty(await _gateway.FindAsync("GLP-100001", begun.AddHours(2), default));
    }

    [Fact]
    public async Task Stripe_learns_the_order_number_and_the_total_and_no_more()
    {
        await ConfirmedAsync("ctoken_card_visa_1");

        var form = Form(FakeStripeFaults.Create);
        Assert.Equal(["amount", "automatic_payment_methods", "currency", "description", "metadata"], form.Select(f => f.Key).Order());
        Assert.Equal("""{"order_number":"GLP-100001"}""", form["metadata"]!.ToJsonString());
        Assert.Equal("GLP-100001", (string?)form["description"]);
    }

    private System.Text.Json.Nodes.JsonObject Form(string operation, int index = 0) =>
        FakeStripeData.Form(_stripe.Calls.Where(c => c.Operation == operation).ElementAt(index).Body);

    private async Task<PaymentIntent> ConfirmedAsync(string method)
    {
        var request = Request(method) with { IdempotencyKey = $"key-{method}" };
        var made = await _gateway.CreateAsync(request, default);
        return await _gateway.ConfirmAsync(made.Id, request, default);
    }

    private static IntentRequest Request(string method = "pm_card_visa") => new("key-1", 1_000, method, "GLP-100001", Return, DateTime.UtcNow);
}
