using System.Threading.RateLimiting;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>How often something may be tried in a minute by whoever a key names, such as a network address or a session.</summary>
public sealed class AttemptLimit(int permits) : IDisposable
{
    /// <summary>A longer key is kept as its hash.</summary>
    private const int LongestKey = 200;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string?> _limiter = PartitionedRateLimiter.Create<string?, string>(key => key is null
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetSlidingWindowLimiter(
            key.Length < LongestKey ? key : Secrets.Hash(key),
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = Minute, SegmentsPerWindow = 6 }));

    /// <summary>Counts one try. Nobody, a null, is never counted.</summary>
    /// <returns>Null when it may go on, else when to come back.</returns>
    public TimeSpan? Refuse(string? key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Minute;
    }

    /// <summary>The same counter, for requests of which only some are counted.</summary>
    public PartitionedRateLimiter<HttpContext> For(Func<HttpContext, string?> key) => _limiter.WithTranslatedKey(key, leaveOpen: true);

    public void Dispose() => _limiter.Dispose();
}
