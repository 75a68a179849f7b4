using GlpCommerce.Web.Api.Carts;
using GlpCommerce.Web.Api.Catalog;
using GraphQL;
using GraphQL.Types;

namespace GlpCommerce.Web.Api;

/// <summary>What the API needs, and where it is served.</summary>
public static class ApiServices
{
    public static void AddGraphQLApi(this IServiceCollection services)
    {
        services.AddGraphQL(graphql => graphql.AddSystemTextJson());
        services.AddSingleton<CatalogResolvers>();
        services.AddSingleton<CartResolvers>();
        services.AddScoped<ProductBatches>();
        services.AddScoped<CodeTries>();
        services.AddSingleton<ISchema>(ShopSchema.Build);
    }

    public static void MapGraphQLApi(this IEndpointRouteBuilder routes) => routes.MapGraphQL();
}
