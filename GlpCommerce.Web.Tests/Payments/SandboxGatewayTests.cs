using GlpCommerce.Core.Data;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Payments;

/// <summary>What the shop may rely on with any provider.</summary>
public sealed class SandboxGatewayTests
{
    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_key_is_the_same_payment(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var bank = shop.Get<SandboxGateway>();

        var first = await bank.CreateAsync(Request(), default);
        await bank.ConfirmAsync(first.Id, Request(), default);
        var again = await bank.CreateAsync(Request(), default);

        Assert.Equal((first.Id, IntentStatus.Succeeded), (again.Id, again.Status));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_payment_that_went_through_cannot_be_cancelled_nor_confirmed_twice(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var bank = shop.Get<SandboxGateway>();
        var intent = await bank.CreateAsync(Request(), default);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bank.ConfirmAsync(intent.Id, Request(), default))));

        Assert.Equal(IntentStatus.Succeeded, (await bank.CancelAsync(intent.Id, default)).Status);
        Assert.Equal(1, Assert.Single(await shop.IntentsAsync()).Confirmations);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cancelled_payment_cannot_go_through(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var bank = shop.Get<SandboxGateway>();
        var intent = await bank.CreateAsync(Request(SandboxGateway.ThreeDSecure), default);
        await bank.ConfirmAsync(intent.Id, Request(), default);

        Assert.Equal(IntentStatus.Canceled, (await bank.CancelAsync(intent.Id, default)).Status);
        Assert.Equal(IntentStatus.Canceled, (await bank.AnswerAsync(intent.Id, approved: true, default))!.Status);
        Assert.Equal(IntentStatus.Canceled, (await bank.ConfirmAsync(intent.Id, Request(), default)).Status);
        Assert.Null(await bank.AnswerAsync("pi_unknown", approved: true, default));
    }

    private static IntentRequest Request(string method = SandboxGateway.Visa) => new("key-1", 1_000, method, "GLP-100001", "http://localhost/orders/1", Some.Noon);
}
