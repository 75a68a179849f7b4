namespace GlpCommerce.Web.Api;

/// <summary>Who asks: the request that an operation came with, for resolvers that need a proof from its headers.</summary>
internal sealed class ApiCaller(HttpContext http) : Dictionary<string, object?>
{
    private int _failures;

    public HttpContext Http => http;

    /// <summary>Counts what went wrong unexpectedly.</summary>
    public int CountFailure() => Interlocked.Increment(ref _failures);
}
