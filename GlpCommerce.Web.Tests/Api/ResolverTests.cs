using GlpCommerce.Web.Tests.Support;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GlpCommerce.Web.Tests.Api;

public sealed class ResolverTests(ShopServers servers)
{
    /// <summary>GraphQL.NET would look for a property of that name, and serve whatever a class happens to have.</summary>
    [Fact]
    public async Task A_type_that_is_answered_has_an_answer_of_ours_for_each_of_its_fields()
    {
        var shop = await servers.AnyAsync();
        var schema = shop.Services.GetRequiredService<ISchema>();

        var types = schema.AllTypes.OfType<IObjectGraphType>()
            .Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && type.Fields.Any(field => field.Resolver is not null)).ToList();

        Assert.Contains(types, type => type.Name == "Product");
        Assert.Superset(new HashSet<IObjectGraphType> { schema.Query, schema.Mutation! }, types.ToHashSet());
        Assert.Empty(types.SelectMany(type => type.Fields.Where(field => field.Resolver is null).Select(field => $"{type.Name}.{field.Name}")));
    }
}
