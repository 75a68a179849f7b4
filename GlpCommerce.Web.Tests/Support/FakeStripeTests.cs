using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>The stand-in itself: what the tests rely on it to refuse.</summary>
public sealed class FakeStripeTests
{
    private const string Intent = "amount=1000&currency=usd";

    [Theory]
    [InlineData("POST", "/v1/payment_intents", "amount=much&currency=usd", "amount is no integer")]
    [InlineData("POST", "/v1/payment_intents", "amount=1000&currency=usd&amount_of_tea=1", "amount_of_tea is not known")]
    [InlineData("POST", "/v1/payment_intents", "amount=1000&currency=usd&automatic_payment_methods[enabled]=perhaps", "automatic_payment_methods[enabled] is no boolean")]
    [InlineData("POST", "/v1/payment_intents", "amount=1000", "lacks currency")]
    [InlineData("POST", "/v1/payment_intents", "amount=1000&currency=usd&capture_method=later", "capture_method is no string")]
    [InlineData("POST", "/v1/payment_intents", "amount=1000&currency=usd&metadata[order_number][x]=1", "metadata[order_number] is no string")]
    [InlineData("POST", "/v1/checkout/sessions", "mode=barter&success_url=x", "mode is no string")]
    [InlineData("GET", "/v1/refunds", "limit=all", "limit is no integer")]
    [InlineData("GET", "/v1/payment_intents/search", "", "lacks query")]
    public void A_request_that_differs_from_the_description_is_found(string method, string path, string form, string told)
    {
        var operation = FakeStripeContract.Match(method, path)!.Value.Name;

        Assert.Contains(told, Assert.Single(FakeStripeContract.Check(operation, FakeStripeData.Form(form))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_makes_one_fails()
    {
        var stripe = await FakeStripe.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(stripe, "/v1/payment_intents", "amount=1000&currency=usd&tea=1", "a")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(stripe, "/v1/teapots", "", "b")).Status);
        await Assert.ThrowsAnyAsync<Exception>(async () => await stripe.DisposeAsync());
    }

    [Fact]
    public async Task Without_the_secret_key_nothing_is_answered()
    {
        await using var stripe = await FakeStripe.StartAsync();
        using var client = new HttpClient { BaseAddress = stripe.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/v1/payment_intents/pi_1")).StatusCode);
    }

    [Fact]
    public async Task A_key_is_answered_with_its_first_answer_and_refused_for_another_request()
    {
        await using var stripe = await FakeStripe.StartAsync();

        var first = await PostAsync(stripe, "/v1/payment_intents", Intent, "a");
        var again = await PostAsync(stripe, "/v1/payment_intents", Intent, "a");
        var other = await PostAsync(stripe, "/v1/payment_intents", "amount=2000&currency=usd", "a");

        Assert.Equal((false, true, (string?)first.Body["id"]), (first.Replayed, again.Replayed, (string?)again.Body["id"]));
        Assert.Equal("idempotency_error", (string?)other.Body["error"]!["type"]);
    }

    [Fact]
    public async Task Two_requests_under_one_key_at_once_are_a_conflict()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.Faults.Order(FakeStripeFaults.Create, StripeFault.Held);

        var first = PostAsync(stripe, "/v1/payment_intents", Intent, "a");
        await Poll.UntilAsync(() => Task.FromResult(stripe.Intents.Count), count => count == 1, "the first request to be at work");
        var second = await PostAsync(stripe, "/v1/payment_intents", Intent, "a");
        stripe.Faults.Release();

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (second.Status, (await first).Status));
    }

    [Fact]
    public async Task A_failure_is_stored_and_an_overload_is_not()
    {
        await using var stripe = await FakeStripe.StartAsync();
        stripe.Faults.Order(FakeStripeFaults.Create, StripeFault.Overload).Order(FakeStripeFaults.Create, StripeFault.Failure);

        var answers = new List<(HttpStatusCode, bool)>();
        foreach (var key in new[] { "a", "a", "a" })
        {
            var (status, replayed, _) = await PostAsync(stripe, "/v1/payment_intents", Intent, key);
            answers.Add((status, replayed));
        }

        Assert.Equal([(HttpStatusCode.ServiceUnavailable, false), (HttpStatusCode.InternalServerError, false), (HttpStatusCode.InternalServerError, true)], answers);
    }

    private static async Task<(HttpStatusCode Status, bool Replayed, JsonNode Body)> PostAsync(FakeStripe stripe, string path, string form, string key)
    {
        using var client = new HttpClient { BaseAddress = stripe.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FakeStripe.SecretKey);
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Contains("Idempotent-Replayed"), JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
