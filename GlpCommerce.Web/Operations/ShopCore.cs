using GlpCommerce.Core;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Background;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Operations;

/// <summary>Joins the Core to this process: one data folder, held by nobody else, made ready before the first request.</summary>
public static class ShopCore
{
    public static void AddShopCore(this WebApplicationBuilder builder)
    {
        SettingsCheck.Check(builder.Configuration, builder.Environment.IsDevelopment());
        CheckUrls(builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? "");
        var path = builder.Configuration[$"{ShopOptions.Section}:{nameof(ShopOptions.DataPath)}"] ?? new ShopOptions().DataPath;
        var folder = new DataFolder(Path.GetFullPath(path, builder.Environment.ContentRootPath));
        var held = new InstanceLock(folder, CoreServices.SqliteFile(builder.Configuration, folder));
        builder.Services.AddSingleton(_ => held);
        builder.Services.AddGlpCommerceCore(builder.Configuration, folder, held.Name);
        builder.Services.AddDataProtection().SetApplicationName("GlpCommerce").PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
    }

    /// <summary>
    /// Creates or updates the database, stocks an empty shop, and meanwhile starts the web server: who asks for a page
    /// before the shop is ready waits for it. Jobs run from then on.
    /// </summary>
    public static async Task OpenShopAsync(this WebApplication app)
    {
        // The host would check the settings only after the database was made, and log a stack trace.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.Services.GetRequiredService<InstanceLock>();
        app.Services.GetRequiredService<AccountKeys>();
        var ready = Task.Run(async () =>
        {
            await app.Services.GetRequiredService<ShopStart>().RunAsync();
            await app.Services.GetRequiredService<FirstAdmin>().EnsureAsync(app.Environment.IsDevelopment());
        });
        app.UseOnceReady(ready);
        app.UseGlpCommerceWeb();
        app.UseJobEngine(ready);
        await Task.WhenAll(app.StartAsync(), ready);
        _ = TidyAsync(app.Lifetime.ApplicationStopping);
    }

    /// <summary>The server would find out later and log a stack trace.</summary>
    private static void CheckUrls(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException error)
            {
                throw new StartupException($"Urls is '{urls}', but it may be addresses such as http://localhost:5080, with a semicolon between two.", error);
            }
        }
    }

    /// <summary>Requests wait for the shop to be ready; only the question whether the process lives is answered before.</summary>
    private static void UseOnceReady(this IApplicationBuilder app, Task ready) => app.Use(async (context, next) =>
    {
        if (!ready.IsCompletedSuccessfully && !context.Request.Path.StartsWithSegments(HealthEndpoints.Live))
        {
            await ready.WaitAsync(context.RequestAborted);
        }

        await next(context);
    });

    /// <summary>Starting leaves much behind that is never needed again, and a quiet shop would keep it for hours.</summary>
    private static async Task TidyAsync(CancellationToken stopping)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }
}
