using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Checkout;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Core.Payments;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Checkout;

/// <summary>Payers who come back from their bank, once or often.</summary>
public sealed class OpenPaymentTests
{
    private readonly Product _product = Some.Product(stock: 3);

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task However_many_look_at_once_one_job_waits_to_read_the_payment(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, id) = await AskedAsync(shop);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LookAsync(shop, id, session))));
        Assert.Single(await WaitingAsync(shop));
        await shop.RunJobsAsync();
        await LookAsync(shop, id, session);

        Assert.Single(await WaitingAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_answer_that_is_given_while_the_payment_is_being_read_is_found_by_another_look(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        var (session, id) = await AskedAsync(shop);
        shop.Gateway.After = async call =>
        {
            if (call == "read")
            {
                shop.Gateway.After = _ => Task.CompletedTask;
                await shop.Get<SandboxGateway>().AnswerAsync((await shop.IntentsAsync()).Single().Id, approved: true, default);
                await LookAsync(shop, id, session);
            }
        };

        await LookAsync(shop, id, session);
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Who_looks_does_not_wait_for_the_next_try_of_a_job_that_could_not_reach_the_provider(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var id = (await shop.PlaceAsync(session)).Value!.PublicId;
        shop.Gateway.Before = _ => throw new HttpRequestException("Nobody answers.");
        await shop.RunJobsForAsync(TimeSpan.FromMinutes(3));
        shop.Gateway.Before = _ => Task.CompletedTask;

        await LookAsync(shop, id, session);
        Assert.Single(await WaitingAsync(shop));
        await shop.RunJobsAsync();

        Assert.Equal((OrderStatus.Confirmed, PaymentStatus.Succeeded, 2, 0), await shop.StandsAsync(id, _product));
    }

    private static Task LookAsync(TestShop shop, string id, string session) => shop.Get<OpenPayment>().LookAgainAsync(id, new OrderProof(session));

    private static async Task<List<Core.Jobs.Job>> WaitingAsync(TestShop shop) =>
        [.. (await shop.JobsAsync()).Where(job => job.Kind == ProcessPayment.Spec.Name && job.DoneAt is null)];

    /// <summary>An order whose bank asks its payer.</summary>
    private async Task<(string Session, string PublicId)> AskedAsync(TestShop shop)
    {
        await shop.StockAsync(_product);
        var session = await shop.CartAsync((_product, 1));
        var id = (await shop.PlaceAsync(session, SandboxGateway.ThreeDSecure)).Value!.PublicId;
        await shop.RunJobsAsync();
        return (session, id);
    }
}
