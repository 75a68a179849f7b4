namespace GlpCommerce.Web.Tests.Support;

/// <summary>What Stripe answers.</summary>
internal sealed record FakeStripeAnswer(int Status, string Json, bool IsReplayed = false)
{
    public static FakeStripeAnswer Of(FakeStripeError error) => new(error.Status, error.Body().ToJsonString());
}

/// <summary>
/// Stripe's idempotency: the first answer to a key is the answer to it for a day, a failure included, once the work has begun.
/// </summary>
internal sealed class FakeStripeKeys
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (string Request, DateTimeOffset Since, FakeStripeAnswer? Answer)> _known = [];

    public async Task<FakeStripeAnswer> OnceAsync(string? key, DateTimeOffset now, string request, Func<Task<FakeStripeAnswer>> act)
    {
        if (key is null)
        {
            return await act();
        }

        lock (_known)
        {
            if (_known.TryGetValue(key, out var first) && now - first.Since < Life)
            {
                return Repeated(first.Request == request, first.Answer);
            }

            _known[key] = (request, now, null);
        }

        FakeStripeAnswer? answer = null;
        try
        {
            return answer = await act();
        }
        finally
        {
            lock (_known)
            {
                _known[key] = (request, now, answer ?? FakeStripeAnswer.Of(new FakeStripeError(500, "api_error")));
            }
        }
    }

    private static FakeStripeAnswer Repeated(bool isSame, FakeStripeAnswer? answer) => (isSame, answer) switch
    {
        (false, _) => FakeStripeAnswer.Of(new FakeStripeError(400, "idempotency_error")),
        (true, null) => FakeStripeAnswer.Of(new FakeStripeError(409, "idempotency_error", "idempotency_key_in_use")),
        (true, { } first) => first with { IsReplayed = true },
    };
}
