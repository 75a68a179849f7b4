using System.IO.Compression;
using GlpCommerce.Core.Notifications;
using GlpCommerce.Core.Receipts;
using GlpCommerce.Web.Admin;
using GlpCommerce.Web.Admin.Batches;
using GlpCommerce.Web.Admin.Orders;
using GlpCommerce.Web.Api;
using GlpCommerce.Web.Api.Transport;
using GlpCommerce.Web.Background;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Carts;
using GlpCommerce.Web.Features.Catalog;
using GlpCommerce.Web.Features.Checkout;
using GlpCommerce.Web.Features.Emails;
using GlpCommerce.Web.Features.Orders;
using GlpCommerce.Web.Features.Receipts;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Webhooks;
using Microsoft.AspNetCore.ResponseCompression;

namespace GlpCommerce.Web;

/// <summary>What the web needs, and the way of a request through it, in order.</summary>
public static class WebServices
{
    private const string Language = "en-US";
    private const int LongestMessage = 128 * 1024;

    /// <summary>Registers everything the web needs, the Core included.</summary>
    public static void AddGlpCommerceWeb(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });

        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.AddJsonConsole();
        }

        builder.AddShopCore();
        builder.Services.AddHealth();
        builder.Services.AddLimits(builder.Configuration);
        builder.Services.AddCircuitGate(builder.Configuration);
        builder.Services.AddAccountAccess(new SignInProviders(builder.Configuration));
        builder.Services.AddErrorPages();
        builder.Services.AddPages();
        builder.Services.AddCatalogPages();
        builder.Services.AddCheckoutPages();
        builder.Services.AddStaffPages();
        builder.Services.AddOrderEvents(builder.Configuration);
        builder.Services.AddGraphQLApi(builder.Configuration);
        builder.Services.AddJobEngine();
    }

    /// <summary>Builds the pipeline: safety first, then errors, then files and pages.</summary>
    public static void UseGlpCommerceWeb(this WebApplication app)
    {
        app.UseForwardedAddresses();
        app.UseSecurityHeaders();
        app.UseCircuitGate();
        app.UseErrorPages();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseCors();
        app.UseGraphQLGuard();
        app.UseSignInNames();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseResponseCompression();
        app.UseRequestLocalization(Language);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.RefuseForgedForms();
        app.UseExplorerFiles();

        app.MapHealth();
        app.MapStaticAssets();
        app.MapStageChoice();
        app.MapPackPictures();
        app.MapPictureFiles();
        app.MapCrawlerFiles();
        app.MapStripeWebhook();
        app.MapAccountData();
        app.MapProviders();
        app.MapReceipts();
        app.MapOrderPapers();
        app.MapProductFiles();
        app.MapPaymentReturn();
        app.MapOrderEvents();
        app.MapGraphQLApi();
        app.MapExplorer();
        app.MapPages();
    }

    private static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(server =>
        {
            // The shop's own header says who may frame it, and an idle connection must not hold compression buffers.
            server.ContentSecurityFrameAncestorsPolicy = null;
            server.DisableWebSocketCompression = true;
        });

        // Link checkers and monitors ask with HEAD; without this they would hear "not found".
        pages.Add(page =>
        {
            if (page.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods && methods.HttpMethods.Contains(HttpMethods.Get))
            {
                page.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
            }
        });
    }

    private static void AddPages(this IServiceCollection services)
    {
        // One message carries a whole text twice while it is typed: the longest guide has 20,000 characters, of up to three bytes each.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);
        services.AddHttpContextAccessor();
        // Compression can tell a secret by its length where a page also repeats what somebody else chose. The token is
        // encrypted anew for every answer, and pages with somebody's own data repeat nothing of the question in their
        // address (see PageAddress).
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, MediaTypes.Response];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void AddCheckoutPages(this IServiceCollection services)
    {
        services.AddScoped<CartSession>();
        services.AddScoped<CartNotice>();
        services.AddScoped<CallerProof>();
        services.AddSingleton<PaymentStep>();
        services.AddSingleton<IEmailTemplates, RazorEmails>();
        services.AddSingleton<IReceiptTemplates, RazorReceipts>();
    }

    private static void AddCatalogPages(this IServiceCollection services)
    {
        services.AddScoped<ShopperStage>();
        services.AddSingleton(PackLayouts.Load());
        services.AddSingleton<Cabinet>();
    }
}
