using System.IO.Compression;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Operations;
using Microsoft.AspNetCore.ResponseCompression;

namespace GlpCommerce.Web;

/// <summary>What the web needs, and the way of a request through it, in order.</summary>
public static class WebServices
{
    private const string Language = "en-US";

    /// <summary>Registers everything the web needs, the Core included.</summary>
    public static void AddGlpCommerceWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });

        builder.AddShopCore();
        builder.Services.AddPages();
        builder.Services.AddCatalogPages();
    }

    /// <summary>Builds the pipeline: safety first, then errors, then files and pages.</summary>
    public static void UseGlpCommerceWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseResponseCompression();
        app.UseRequestLocalization(Language);
        app.UseAntiforgery();

        app.MapStaticAssets();
        app.MapStageChoice();
        app.MapCrawlerFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // The shop's own header says who may frame it, and an idle connection must not hold compression buffers.
            server.ContentSecurityFrameAncestorsPolicy = null;
            server.DisableWebSocketCompression = true;
        });
    }

    private static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddHttpContextAccessor();
        // The only secret in a page is its antiforgery token, which is encrypted anew for every answer.
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void AddCatalogPages(this IServiceCollection services)
    {
        services.AddScoped<ShopperStage>();
        services.AddSingleton(PackLayouts.Load());
    }
}
