using System.Globalization;
using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Operations;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>
/// <c>GET /orders/{publicId}/events</c>: an order's state now and whenever it changes, as Server-Sent Events. Whoever has
/// only the id hears what the order's page tells them; the holder hears the words of each step as well.
/// </summary>
public sealed class OrderEventStream(
    OrderQueries orders, OrderWatch watch, OrderStreams streams, AccountQueries accounts, SessionEditor sessions, IHostApplicationLifetime lifetime,
    IOptions<OrderStreamOptions> options)
{
    /// <summary>Seconds.</summary>
    private const string ComeBack = "10";

    public async Task AnswerAsync(HttpContext context, string publicId, OrderProof proof)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        var (place, status) = streams.Enter(context);
        using (place)
        {
            if (place is null)
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = ComeBack;
            }
            else if (await orders.IsHeldAsync(publicId, proof, context.RequestAborted) is { } isHolder)
            {
                await FollowAsync(context, publicId, isHolder);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
        }
    }

    private async Task FollowAsync(HttpContext context, string publicId, bool isHolder)
    {
        // A shop that stops, a reader that leaves and a stream that has lasted long enough end alike.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        end.CancelAfter(options.Value.Longest);
        try
        {
            await TellAsync(context, publicId, isHolder, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client comes back with the number of the last event it has seen.
        }
    }

    private async Task TellAsync(HttpContext context, string publicId, bool isHolder, CancellationTokenSource end)
    {
        var (known, ct) = (Known(context.Request), end.Token);
        await using var news = watch.FollowAsync(publicId, isHolder, ct).GetAsyncEnumerator(ct);
        while (await NextAsync(news, context.Response, end))
        {
            if (context.Response.HasStarted && isHolder && !await IsStillSignedInAsync(context.User, ct))
            {
                // Who comes back is asked again who it is.
                return;
            }

            var order = isHolder ? news.Current.ForHolder : news.Current.ForOthers;
            var isSettled = OrderNews.IsSettled(order);
            if (!context.Response.HasStarted)
            {
                if (isSettled && known == order.Events.Count)
                {
                    // This, and only this, stops a browser from coming back.
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    return;
                }

                await BeginAsync(context.Response, ct);
            }

            await context.Response.WriteAsync(OrderNews.Since(order, known), ct);
            await context.Response.Body.FlushAsync(ct);
            known = order.Events.Count;
            if (isSettled)
            {
                return;
            }
        }
    }

    /// <summary>Whether a sign-in still counts that the stream began with; a guest has none that could end. While the database is away it is believed, as everywhere.</summary>
    private async Task<bool> IsStillSignedInAsync(ClaimsPrincipal reader, CancellationToken ct)
    {
        if (reader.AccountId is not { } id)
        {
            return true;
        }

        try
        {
            return !(reader.SessionId is { } session && sessions.HasEnded(session)) && await accounts.IsSignedInAsync(id, reader.StampVersion, ct);
        }
        catch (Exception error) when (error.IsOutage())
        {
            return true;
        }
    }

    /// <summary>Waits for the next change, with a sign of life now and then.</summary>
    private async Task<bool> NextAsync(IAsyncEnumerator<OrderSides> news, HttpResponse response, CancellationTokenSource end)
    {
        var (next, ct) = (news.MoveNextAsync().AsTask(), end.Token);
        try
        {
            while (response.HasStarted && await Task.WhenAny(next, Task.Delay(options.Value.Heartbeat, ct)) != next && !ct.IsCancellationRequested)
            {
                await response.WriteAsync(OrderNews.Heartbeat, ct);
                await response.Body.FlushAsync(ct);
            }
        }
        catch
        {
            // The line broke. What waits for a change has to end before it can be given back.
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await next;
    }

    private static async Task BeginAsync(HttpResponse response, CancellationToken ct)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        // A proxy that gathers what it passes on would keep the news for itself.
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync(OrderNews.Retry, ct);
    }

    /// <summary>How many steps the reader knows, by its own word; nonsense is as good as none.</summary>
    private static int? Known(HttpRequest request) =>
        int.TryParse(request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Registers and serves the live state of orders.</summary>
public static class OrderEventServices
{
    public static void AddOrderEvents(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<OrderStreamOptions>(configuration.GetSection(OrderStreamOptions.Section));
        services.AddSingleton<OrderWatch>().AddSingleton<OrderStreams>().AddSingleton<OrderEventStream>();
    }

    public static void MapOrderEvents(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/orders/{publicId}/events",
        (string publicId, HttpContext context, OrderEventStream stream, CallerProof proof) => stream.AnswerAsync(context, publicId, proof.Read()));
}
