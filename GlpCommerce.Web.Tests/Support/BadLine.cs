using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>
/// A line between a client and a shop that breaks where it hurts: an answer is lost after the shop has acted, the shop is
/// said to be busy, and no stream comes through.
/// </summary>
public sealed class BadLine : IAsyncDisposable
{
    private readonly HttpClient _shop;
    private readonly WebApplication _server;
    private readonly List<string> _lost;
    private readonly List<string> _busy;
    private readonly List<string> _passed = [];
    private readonly Lock _lock = new();

    private BadLine(ShopProcess shop, IEnumerable<string> lost, IEnumerable<string> busy)
    {
        (_lost, _busy) = ([.. lost], [.. busy]);
        _shop = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = shop.Address };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(PassAsync);
    }

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <param name="lost">Words of operations: the first answer to each is lost.</param>
    /// <param name="busy">Words of operations: the first of each is answered with 429, and the shop hears nothing of it.</param>
    public static async Task<BadLine> ToAsync(ShopProcess shop, string[] lost, string[] busy)
    {
        var line = new BadLine(shop, lost, busy);
        await line._server.StartAsync();
        return line;
    }

    /// <summary>How many operations with a word reached the shop.</summary>
    public int Passed(string word)
    {
        lock (_lock)
        {
            return _passed.Count(body => body.Contains(word, StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _shop.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        if (context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
        else if (Takes(_busy, body))
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (StatusCodes.Status429TooManyRequests, "1");
        }
        else
        {
            await PassAsync(context, body);
        }
    }

    private async Task PassAsync(HttpContext context, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path + context.Request.QueryString.ToString())
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in context.Request.Headers.Where(h => h.Key is "Host" or "Accept" or "X-Order-Token"))
        {
            request.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        using var answer = await _shop.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        lock (_lock)
        {
            _passed.Add(body);
        }

        if (Takes(_lost, body))
        {
            context.Abort();
            return;
        }

        (context.Response.StatusCode, context.Response.ContentType) = ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString());
        await context.Response.Body.WriteAsync(content);
    }

    private bool Takes(List<string> words, string body)
    {
        lock (_lock)
        {
            return words.Find(word => body.Contains(word, StringComparison.Ordinal)) is { } word && words.Remove(word);
        }
    }
}
