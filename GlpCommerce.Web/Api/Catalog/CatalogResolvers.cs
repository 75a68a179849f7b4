using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Catalog;

/// <summary>Answers what is asked of the catalogue.</summary>
internal sealed class CatalogResolvers(CatalogQueries catalog, StageShelf shelf, CartQueries carts, ContentQueries content)
{
    /// <summary>As many products as one list holds.</summary>
    internal const int LongestList = 500;

    private const int LongestPage = 100;
    private const int PageSize = 24;
    private const int MostRecommended = 24;
    private const int Recommended = 4;

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Query")
            .Ask("products", (context, _) => Of(context).ProductsAsync(context))
            .Ask("product", (context, _) => Of(context).ProductAsync(context))
            .Ask("productBySlug", (context, _) => Of(context).ProductBySlugAsync(context))
            .Ask("productsConnection", (context, _) => Of(context).ConnectionAsync(context))
            .Ask("recommendations", (context, _) => Of(context).RecommendationsAsync(context))
            .Read("vocabulary", _ => typeof(Vocabulary))
            .Ask("guides", (context, _) => Of(context).GuidesAsync(context))
            .Ask("guide", (context, _) => Of(context).GuideAsync(context));
        ProductFields.Describe(types);
        ShelfFields.Describe(types);
        GuideFields.Describe(types);
    }

    private static CatalogResolvers Of(IResolveFieldContext context) => context.Service<CatalogResolvers>();

    private async Task<object?> ProductsAsync(IResolveFieldContext context)
    {
        var (category, stage) = (context.Text("category"), context.Text("glp1Stage"));
        var filter = new ShopFilter { Category = Vocabulary.CategoryOf(category), Stage = Vocabulary.StageOf(stage) };
        return (category is not null && filter.Category is null) || (stage is not null && filter.Stage is null)
            ? Array.Empty<ProductCard>() : await catalog.FirstByIdAsync(filter, LongestList, context.CancellationToken);
    }

    private async Task<object?> ProductAsync(IResolveFieldContext context) =>
        Arguments.Id(context.Text("id")) is <= int.MaxValue and var id
            ? (await catalog.ByIdsAsync([(int)id], context.CancellationToken)).SingleOrDefault() : null;

    private async Task<object?> ProductBySlugAsync(IResolveFieldContext context) =>
        await catalog.CardBySlugAsync(context.Text("slug")!, context.CancellationToken);

    private async Task<object?> ConnectionAsync(IResolveFieldContext context)
    {
        var first = Arguments.First(context, PageSize, LongestPage);
        var filter = FilterInput.Read(context.Input("filter"), context.Text("sort"));
        var walk = filter.Problem is { } problem ? problem : await catalog.WalkAsync(filter.Value!, context.Text("after"), first, context.CancellationToken);
        return walk.Problem is { } refusal ? throw refusal.Refused() : walk.Value;
    }

    private async Task<object?> RecommendationsAsync(IResolveFieldContext context)
    {
        var first = Arguments.First(context, Recommended, MostRecommended);
        var stage = FilterInput.Stage(context.Text("glp1Stage"));
        var needs = FilterInput.Needs(context.Argument("needs"));
        var session = context.Text("cartSessionId");
        if ((stage.Problem ?? needs.Problem ?? (session is null || SessionIds.IsOne(session) ? null : CartProblems.BadSession)) is { } problem)
        {
            throw problem.Refused();
        }

        var except = session is null ? new HashSet<int>() : await carts.ProductIdsAsync(session, context.CancellationToken);
        return await shelf.ForAsync(stage.Value, needs.Value!, except, first, context.CancellationToken);
    }

    private async Task<object?> GuidesAsync(IResolveFieldContext context) =>
        (await content.GuidesAsync(context.CancellationToken)).OrderByDescending(guide => guide.UpdatedAt).ThenBy(guide => guide.Id)
            .Select(guide => Guide(context, guide)).ToList();

    private async Task<object?> GuideAsync(IResolveFieldContext context) =>
        await content.GuideAsync(context.Text("slug")!, context.CancellationToken) is { } guide ? Guide(context, guide) : null;

    private static GuideText Guide(IResolveFieldContext context, Article guide) => new(guide, context.Absolute("/learn/" + guide.Slug));
}
