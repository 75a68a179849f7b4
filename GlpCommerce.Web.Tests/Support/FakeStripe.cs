using GlpCommerce.Core.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>A request that Stripe got.</summary>
/// <param name="Operation">Such as <c>POST /v1/refunds</c>.</param>
/// <param name="Body">The form, as it was sent.</param>
public sealed record StripeCall(string Operation, string Body, string? Key);

/// <summary>
/// Stands for Stripe: a server on loopback with its own rows, keys and messages, which a shop reaches by
/// <c>Stripe:ApiBase</c>. It checks every request against Stripe's description, and disposing it fails the test that
/// made one which differs. It has never been compared with the real Stripe.
/// </summary>
public sealed partial class FakeStripe : IAsyncDisposable
{
    public const string SecretKey = "sk_test_stand_in";
    public const string PublishableKey = "pk_test_stand_in";
    public const string WebhookSecret = "whsec_stand_in";

    private readonly WebApplication _server;
    private readonly FakeStripeBooks _books;
    private readonly FakeStripeKeys _keys = new();
    private readonly List<StripeCall> _calls = [];
    private readonly List<string> _violations = [];
    private readonly Lock _lock = new();

    private FakeStripe(WebApplication server)
    {
        _server = server;
        Address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _books = new FakeStripeBooks(Address, Outbox);
    }

    /// <summary>Where it answers: the shop's <c>Stripe:ApiBase</c>.</summary>
    public Uri Address { get; }

    public FakeStripeOutbox Outbox { get; } = new();

    public FakeStripeFaults Faults { get; } = new();

    /// <summary>What the time is there.</summary>
    public TimeProvider Clock
    {
        get => _books.Clock;
        set => _books.Clock = Outbox.Clock = value;
    }

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<StripeCall> Calls => Locked(() => _calls.ToList());

    /// <summary>What a shop is to be configured with.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Payments:Provider", "Stripe"), ("Stripe:SecretKey", SecretKey), ("Stripe:PublishableKey", PublishableKey),
        ("Stripe:WebhookSecret", WebhookSecret), ("Stripe:ApiBase", Address.ToString()),
    ];

    /// <summary>The shop's line to it.</summary>
    internal StripeGateway Gateway(TimeSpan? patience = null) => new(
        StripeLine.Open(new StripeOptions { SecretKey = SecretKey, ApiBase = Address.ToString() }, patience ?? TimeSpan.FromSeconds(20)), NullLogger<StripeGateway>.Instance);

    public static async Task<FakeStripe> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        FakeStripe? stripe = null;
        server.Run(context => stripe!.AnswerAsync(context));
        await server.StartAsync();
        return stripe = new FakeStripe(server);
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Release();
        using (var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
        {
            await _server.StopAsync(atOnce.Token);
        }

        await _server.DisposeAsync();
        Assert.Empty(_violations);
    }

    private T Locked<T>(Func<T> act)
    {
        lock (_lock)
        {
            return act();
        }
    }
}
