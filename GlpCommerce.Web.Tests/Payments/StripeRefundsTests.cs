using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Payments;

/// <summary>Money that goes back, and what a message of Stripe's is about.</summary>
public sealed class StripeRefundsTests : IAsyncLifetime
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
    public async Task The_same_key_is_the_same_refund()
    {
        var payment = await PaidAsync();

        var first = await _gateway.RefundAsync(Back(payment, 300), default);
        var again = await _gateway.RefundAsync(Back(payment, 300), default);

        Assert.Equal(new ProviderRefund(first.Id, ProviderRefundStatus.Succeeded, 300, "refund-1"), first);
        Assert.Equal((first, 300), (again, _stripe.Refunded));
    }

    [Fact]
    public async Task All_refunds_of_a_payment_are_listed_page_by_page_also_those_made_by_hand()
    {
        _stripe.LongestPage = 2;
        var payment = await PaidAsync();
        for (var i = 1; i <= 4; i++)
        {
            await _gateway.RefundAsync(Back(payment, 100, $"refund-{i}"), default);
        }

        _stripe.Refund(payment, 50);
        var listed = await _gateway.RefundsAsync(payment, default);

        Assert.Equal([null, "refund-4", "refund-3", "refund-2", "refund-1"], listed.Select(r => r.Key));
        Assert.Equal(450, listed.Sum(r => r.AmountCents));
    }

    [Theory]
    [InlineData("pending", ProviderRefundStatus.Pending, null)]
    [InlineData("requires_action", ProviderRefundStatus.Pending, null)]
    [InlineData("failed", ProviderRefundStatus.Failed, "expired_or_canceled_card")]
    [InlineData("canceled", ProviderRefundStatus.Failed, "canceled")]
    public async Task A_refund_stands_where_Stripe_says(string status, ProviderRefundStatus expected, string? code)
    {
        var payment = await PaidAsync();
        var refund = await _gateway.RefundAsync(Back(payment, 300), default);

        _stripe.EndRefund(refund.Id, status, status == "failed" ? code : null);

        Assert.Equal((expected, code), Assert.Single((await _gateway.RefundsAsync(payment, default)).Select(r => (r.Status, r.FailureCode))));
    }

    [Fact]
    public async Task A_refund_that_can_never_be_given_is_refused()
    {
        var payment = await PaidAsync();
        await RefusedAsync("amount_too_large", payment, 1_001, "refund-1");
        await _gateway.RefundAsync(Back(payment, 1_000, "refund-2"), default);
        await RefusedAsync("charge_already_refunded", payment, 1, "refund-3");
        var disputed = await PaidAsync("key-2");
        _stripe.Dispute(disputed);
        await RefusedAsync("charge_disputed", disputed, 1, "refund-4");
    }

    [Fact]
    public async Task A_mistake_of_our_own_is_no_refusal()
    {
        var payment = await PaidAsync();
        await _gateway.RefundAsync(Back(payment, 100), default);

        var error = await Assert.ThrowsAsync<StripeTroubleException>(() => _gateway.RefundAsync(Back(payment, 200), default));
        Assert.Equal("idempotency_error", error.Code);
    }

    [Fact]
    public async Task A_payment_that_was_made_with_other_keys_is_unknown_and_no_trouble_of_Stripes()
    {
        await Assert.ThrowsAsync<UnknownPaymentException>(() => _gateway.RefundAsync(Back("pi_unknown", 200, "refund-2"), default));
        await Assert.ThrowsAsync<UnknownPaymentException>(() => _gateway.ReadAsync("pi_unknown", default));
        await Assert.ThrowsAsync<UnknownPaymentException>(() => _gateway.CancelAsync("cs_unknown", default));
    }

    [Theory]
    [InlineData("needs_response", DisputeStatus.Open)]
    [InlineData("under_review", DisputeStatus.Open)]
    [InlineData("warning_needs_response", DisputeStatus.Open)]
    [InlineData("a_status_of_next_year", DisputeStatus.Open)]
    [InlineData("warning_closed", DisputeStatus.Won)]
    [InlineData("won", DisputeStatus.Won)]
    [InlineData("lost", DisputeStatus.Lost)]
    [InlineData("prevented", DisputeStatus.Won, "block")]
    [InlineData("prevented", DisputeStatus.Lost, "block", 1_000)]
    [InlineData("prevented", DisputeStatus.Lost, "resolution", 1_000)]
    [InlineData("prevented", DisputeStatus.Lost, "resolution")]
    [InlineData("prevented", DisputeStatus.Lost, "a_case_of_next_year")]
    public async Task A_dispute_leads_to_its_payment_and_stands_where_Stripe_says(string status, DisputeStatus expected, string? caseType = null, long taken = 0)
    {
        var payment = await PaidAsync();
        var dispute = _stripe.Dispute(payment);
        _stripe.MoveDispute(dispute, status, caseType, taken);

        Assert.Equal(new ProviderObject(payment, payment, new ProviderDispute(dispute, expected, 1_000)), await _gateway.LookUpAsync(dispute, default));
    }

    [Fact]
    public async Task Whatever_a_message_names_leads_to_the_payment()
    {
        var payment = await PaidAsync();
        var refund = _stripe.Refund(payment, 10);
        var charge = (string)Assert.Single(_stripe.Rows("charge"))["id"]!;

        foreach (var id in new[] { payment, charge, refund })
        {
            Assert.Equal(new ProviderObject(payment, payment), await _gateway.LookUpAsync(id, default));
        }
    }

    [Fact]
    public async Task A_payment_made_on_Stripes_page_goes_by_the_page()
    {
        var page = await _gateway.CreateAsync(Request("key-1", StripeGateway.Hosted), default);
        Assert.Equal(new ProviderObject(null, page.Id), await _gateway.LookUpAsync(page.Id, default));
        _stripe.PayOnPage(page.Id);
        var payment = Assert.Single(_stripe.Intents);

        foreach (var id in new[] { page.Id, payment, (string)Assert.Single(_stripe.Rows("charge"))["id"]!, _stripe.Refund(payment, 10) })
        {
            Assert.Equal(new ProviderObject(payment, page.Id), await _gateway.LookUpAsync(id, default));
        }
    }

    [Theory]
    [InlineData("pi_unknown")]
    [InlineData("cs_unknown")]
    [InlineData("ch_unknown")]
    [InlineData("re_unknown")]
    [InlineData("dp_unknown")]
    [InlineData("cus_123")]
    [InlineData("")]
    public async Task What_is_not_there_or_no_payment_is_nothing(string id) => Assert.Null(await _gateway.LookUpAsync(id, default));

    private async Task RefusedAsync(string code, string payment, long cents, string key) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RefundRefusedException>(() => _gateway.RefundAsync(Back(payment, cents, key), default))).Code);

    private async Task<string> PaidAsync(string key = "key-1")
    {
        var made = await _gateway.CreateAsync(Request(key), default);
        return (await _gateway.ConfirmAsync(made.Id, Request(key), default)).Id;
    }

    private static IntentRequest Request(string key, string method = "pm_card_visa") =>
        new(key, 1_000, method, "GLP-100001", "http://localhost/orders/abc", DateTime.UtcNow);

    private static RefundRequest Back(string payment, long cents, string key = "refund-1") => new(key, payment, cents, "GLP-100001");
}
