using System.Globalization;
using GlpCommerce.Core.Catalog;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>Answers what is asked of the catalogue.</summary>
internal sealed class CatalogResolvers(CatalogQueries catalog)
{
    private const int LongestList = 500;

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        types.For("Query").FieldFor("products").Resolver = new FuncFieldResolver<object>(context =>
            new ValueTask<object?>(context.RequestServices!.GetRequiredService<CatalogResolvers>().ProductsAsync(context)));
        types.For("Product").FieldFor("price").Resolver = new FuncFieldResolver<ProductCard, object>(context => context.Source.Price.Amount);
        types.For("Product").FieldFor("id").Resolver = new FuncFieldResolver<ProductCard, object>(context => context.Source.Id.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<object?> ProductsAsync(IResolveFieldContext context)
    {
        var page = await catalog.BrowseAsync(
            new ShopFilter
            {
                Category = Vocabulary.CategoryOf(context.GetArgument<string?>("category")),
                Stage = Vocabulary.StageOf(context.GetArgument<string?>("glp1Stage")),
                PageSize = LongestList,
            },
            context.CancellationToken);
        return page.Products;
    }
}
