using GlpCommerce.Web.Operations;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>How many may follow orders live at once, and for how long.</summary>
public sealed class OrderStreamOptions
{
    public const string Section = "RateLimits:OrderEvents";

    /// <summary>From one network address, which many browsers may share.</summary>
    public int PerAddress { get; set; } = 50;

    public int Total { get; set; } = 2000;

    /// <summary>After this the client is asked to come back.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long nothing may be said, so that nobody on the way takes the line for dead.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Counts the streams that are open.</summary>
public sealed class OrderStreams(IOptions<OrderStreamOptions> options)
{
    private readonly OpenPlaces _places = new(options.Value.PerAddress, options.Value.Total);

    /// <summary>How many are open now.</summary>
    public int Count => _places.Count;

    /// <returns>A place to be given back, or the status of the refusal.</returns>
    public (IDisposable? Place, int Status) Enter(HttpContext context) => _places.Enter(context);
}
