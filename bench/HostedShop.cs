using System.Diagnostics;
using GlpCommerce.Core.Jobs;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web;
using GlpCommerce.Web.Background;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GlpCommerce.Bench;

/// <summary>
/// The whole shop in this process, its jobs and e-mails included. It is called as the API calls it, without HTTP in front:
/// what is measured is what an order costs, not what a page does.
/// </summary>
internal sealed class HostedShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HostedShop(WebApplication app) => _app = app;

    /// <summary>What this process has worked so far.</summary>
    public static TimeSpan Cpu
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }

    public static async Task<HostedShop> StartAsync(Settings settings, Store store, CancellationToken ct, params JobKind[] kinds)
    {
        // Its settings and files are those of the published shop.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = settings.Shop, EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(store.Configuration()).AddInMemoryCollection(
        [
            new("Payments:AllowSandbox", "true"),
            new("Urls", "http://127.0.0.1:0"),
        ]);
        builder.AddGlpCommerceWeb();
        builder.Logging.ClearProviders();
        foreach (var kind in kinds)
        {
            builder.Services.AddSingleton(kind);
        }

        var app = builder.Build();
        await app.Services.GetRequiredService<ShopStart>().RunAsync(ct);
        app.UseJobEngine(Task.CompletedTask);
        await app.StartAsync(ct);
        return new HostedShop(app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
