using GlpCommerce.Core.Catalog;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>The fields of the shelf: its pages, the counts beside it, the words it is described with.</summary>
internal static class ShelfFields
{
    public static void Describe(TypeSettings types)
    {
        DescribeConnection(types);
        DescribeFacets(types);
        new Fields<Suggestion>(types, "Recommendation")
            .Read("product", suggestion => suggestion.Product)
            .Read("cause", suggestion => suggestion.Cause)
            .Read("reason", suggestion => suggestion.Reason);
        new Fields<object>(types, "Vocabulary")
            .Read("categories", _ => Vocabulary.Categories)
            .Read("stages", _ => Vocabulary.Stages)
            .Read("needs", _ => Vocabulary.Needs)
            .Read("diets", _ => Vocabulary.Diets)
            .Read("without", _ => Vocabulary.Without)
            .Read("prices", _ => PriceRange.Bands.Select(band => band.Term));
    }

    private static void DescribeConnection(TypeSettings types)
    {
        new Fields<ShelfWalk>(types, "ProductConnection")
            .Ask("edges", async (context, walk) => (await walk.ProductsAsync(context.CancellationToken)).Select(card => new Edge(walk, card)).ToList())
            .Ask("nodes", async (context, walk) => await walk.ProductsAsync(context.CancellationToken))
            .Read("pageInfo", walk => walk)
            .Read("totalCount", walk => walk.Total)
            .Read("facets", walk => walk.Facets());
        new Fields<Edge>(types, "ProductEdge")
            .Read("cursor", edge => edge.Walk.CursorOf(edge.Product))
            .Read("node", edge => edge.Product);
        new Fields<ShelfWalk>(types, "PageInfo")
            .Read("hasNextPage", walk => walk.HasNext)
            .Read("hasPreviousPage", walk => walk.HasPrevious)
            .Read("startCursor", walk => walk.StartCursor)
            .Read("endCursor", walk => walk.EndCursor);
    }

    private static void DescribeFacets(TypeSettings types)
    {
        new Fields<Facets>(types, "Facets")
            .Read("stages", facets => facets.Stages)
            .Read("categories", facets => facets.Categories)
            .Read("needs", facets => facets.Needs)
            .Read("diets", facets => facets.Diets)
            .Read("without", facets => facets.Without)
            .Read("prices", facets => facets.Prices);
        new Fields<FacetValue>(types, "FacetValue")
            .Read("key", value => value.Key)
            .Read("label", value => value.Label)
            .Read("count", value => value.Count)
            .Read("isChosen", value => value.IsChosen);
    }

    private sealed record Edge(ShelfWalk Walk, ProductCard Product);
}
