using System.Text.Encodings.Web;
using GlpCommerce.Web.Api.Accounts;
using GlpCommerce.Web.Api.Carts;
using GlpCommerce.Web.Api.Catalog;
using GlpCommerce.Web.Api.Documents;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Limits;
using GlpCommerce.Web.Api.Orders;
using GlpCommerce.Web.Api.Transport;
using GlpCommerce.Web.Features.Orders;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api;

/// <summary>What the API needs, and where it is served.</summary>
public static class ApiServices
{
    private static readonly TimeSpan PreflightLife = TimeSpan.FromHours(1);

    public static void AddGraphQLApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section));
        services.AddSingleton<IPostConfigureOptions<ApiOptions>, ApiOptions.Defaults>();
        services.AddGraphQL(graphql => graphql
            // Quotes and ticks stand in answers as they are: nothing reads them as HTML.
            .AddSystemTextJson(json => json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
            .AddErrorInfoProvider<ErrorMask>());
        services.AddSingleton<ISchema>(ShopSchema.Build);
        services.AddCors();
        services.AddTransport();
        services.AddResolvers();
    }

    /// <summary>It stands before authentication.</summary>
    public static void UseGraphQLGuard(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GraphQLEndpoint>() is { } api ? api.GuardAsync(context, next) : next(context));

    /// <summary>Lets the scripts of the sites in <c>GraphQL:AllowedOrigins</c> call the API, without cookies.</summary>
    public static void MapGraphQLApi(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        // Reads the operator's documents now, so that a wrong one stops the start.
        services.GetRequiredService<PersistedOperations>();
        var endpoint = services.GetRequiredService<GraphQLEndpoint>();
        var origins = services.GetRequiredService<IOptions<ApiOptions>>().Value.Origins;
        routes.Map(GraphQLEndpoint.Path, endpoint.AnswerAsync).WithMetadata(endpoint).DisableAntiforgery().RequireCors(cors => cors
            .WithOrigins(origins)
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithHeaders("Content-Type", "Authorization", CallerProof.Header, RequestRules.ClientHeader)
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(PreflightLife));
    }

    private static void AddResolvers(this IServiceCollection services)
    {
        services.AddSingleton<CatalogResolvers>();
        services.AddSingleton<CartResolvers>();
        services.AddSingleton<OrderResolvers>();
        services.AddSingleton<AccountResolvers>();
        services.AddSingleton<MemberResolvers>();
        services.AddScoped<OrderBatches>();
        services.AddScoped<ProductBatches>();
        services.AddScoped<CodeTries>();
        services.AddScoped<DoorTries>();
    }

    private static void AddTransport(this IServiceCollection services)
    {
        services.AddSingleton<Trouble>();
        services.AddSingleton<RequestLimit>();
        services.AddSingleton<RequestShape>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<PersistedOperations>();
        services.AddSingleton<ApiDocuments>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<Answer>();
        services.AddSingleton<GraphQLEndpoint>();
    }
}
