using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Payments;

/// <summary>What happens when Stripe cannot be reached, does not answer, or answers nonsense.</summary>
public sealed class StripeTroubleTests : IAsyncLifetime
{
    private FakeStripe _stripe = null!;
    private StripeGateway _gateway = null!;

    /// <summary>What is trouble even when the line has tried twice.</summary>
    public static TheoryData<StripeFault> Lasting =>
        [StripeFault.Unreachable, StripeFault.Silence, StripeFault.Overload, StripeFault.Conflict, StripeFault.TooMany, StripeFault.Garbage];

    public async ValueTask InitializeAsync()
    {
        _stripe = await FakeStripe.StartAsync();
        _gateway = _stripe.Gateway();
    }

    public ValueTask DisposeAsync() => _stripe.DisposeAsync();

    [Theory, MemberData(nameof(Lasting))]
    public async Task Trouble_is_thrown_so_that_the_job_tries_again_and_the_next_try_goes_through(StripeFault fault)
    {
        _stripe.Faults.Order(FakeStripeFaults.Create, fault, times: fault is StripeFault.Garbage or StripeFault.TooMany ? 1 : 2);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Impatient(fault).CreateAsync(Request(), default));

        Assert.True(error.IsOutOfReach(), $"{error}");
        Assert.Equal(IntentStatus.Succeeded, (await _gateway.ConfirmAsync((await _gateway.CreateAsync(Request(), default)).Id, Request(), default)).Status);
        Assert.Single(_stripe.Intents);
    }

    [Theory]
    [InlineData(StripeFault.AnswerLost)]
    [InlineData(StripeFault.SilenceAfter)]
    [InlineData(StripeFault.Unreachable)]
    [InlineData(StripeFault.Overload)]
    [InlineData(StripeFault.Conflict)]
    public async Task One_lost_answer_is_got_again_by_the_line_itself(StripeFault fault)
    {
        _stripe.Faults.Order(FakeStripeFaults.Create, fault).Order(FakeStripeFaults.Confirm, fault);

        var made = await Impatient(fault).CreateAsync(Request(), default);
        var paid = await Impatient(fault).ConfirmAsync(made.Id, Request(), default);

        Assert.Equal((IntentStatus.Succeeded, 1_000), (paid.Status, _stripe.Charged));
    }

    [Theory]
    [InlineData(StripeFault.Failure)]
    [InlineData(StripeFault.FailureAfter)]
    public async Task A_failure_that_Stripe_has_stored_under_the_key_does_not_stop_the_payment_for_a_day(StripeFault fault)
    {
        _stripe.Faults.Order(FakeStripeFaults.Create, fault).Order(FakeStripeFaults.OpenPage, fault);

        var made = await _gateway.CreateAsync(Request(), default);
        var paid = await _gateway.ConfirmAsync(made.Id, Request(), default);
        var page = await _gateway.CreateAsync(Request() with { Method = StripeGateway.Hosted, IdempotencyKey = "key-2" }, default);

        Assert.Equal((IntentStatus.Succeeded, IntentStatus.RequiresAction, 1_000), (paid.Status, page.Status, _stripe.Charged));
        Assert.Equal(made.Id, (await _gateway.CreateAsync(Request(), default)).Id);
    }

    [Fact]
    public async Task A_refund_whose_failure_was_stored_is_not_made_under_another_key()
    {
        var made = await _gateway.CreateAsync(Request(), default);
        await _gateway.ConfirmAsync(made.Id, Request(), default);
        _stripe.Faults.Order(FakeStripeFaults.Refund, StripeFault.FailureAfter);

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<StripeTroubleException>(() => _gateway.RefundAsync(new RefundRequest("refund-1", made.Id, 400, "GLP-100001"), default));
        }

        Assert.Equal(400, _stripe.Refunded);
        Assert.Equal("refund-1", Assert.Single(await _gateway.RefundsAsync(made.Id, default)).Key);
    }

    [Theory, MemberData(nameof(Lasting))]
    public async Task No_trouble_tells_what_the_answer_held(StripeFault fault)
    {
        _stripe.Faults.Order(FakeStripeFaults.Create, fault, times: 2);

        var told = (await Assert.ThrowsAnyAsync<Exception>(() => Impatient(fault).CreateAsync(Request(), default))).ToString();

        Assert.DoesNotContain("_secret_", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Dana", told, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeStripe.SecretKey, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        _stripe.Faults.Order(FakeStripeFaults.Create, StripeFault.Silence, times: 2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _gateway.CreateAsync(Request(), gone.Token));
    }

    /// <summary>A line that gives silence up soon, and waits for whatever else takes its time on a busy machine.</summary>
    private StripeGateway Impatient(StripeFault fault) => fault is StripeFault.Silence or StripeFault.SilenceAfter ? _stripe.Gateway(TimeSpan.FromSeconds(6)) : _gateway;

    private static IntentRequest Request() => new("key-1", 1_000, "pm_card_visa", "GLP-100001", "http://localhost/orders/abc", DateTime.UtcNow);
}
