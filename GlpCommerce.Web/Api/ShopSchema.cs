using System.Reflection;
using GlpCommerce.Web.Api.Accounts;
using GlpCommerce.Web.Api.Carts;
using GlpCommerce.Web.Api.Catalog;
using GlpCommerce.Web.Api.Documents;
using GlpCommerce.Web.Api.Orders;
using GraphQL.Types;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api;

/// <summary>The served schema: the checked-in SDL, with a resolver for each field that is more than a property of its type's record.</summary>
internal static class ShopSchema
{
    public static string Sdl { get; } = Read();

    public static ISchema Build(IServiceProvider services)
    {
        var schema = Schema.For(Sdl, builder =>
        {
            builder.ServiceProvider = services;
            CatalogResolvers.Describe(builder.Types);
            CartResolvers.Describe(builder.Types);
            OrderResolvers.Describe(builder.Types);
            AccountResolvers.Describe(builder.Types);
            UserError.Describe(builder.Types);
        });
        // The usual tools ask for these when they read a schema.
        schema.Features.RepeatableDirectives = true;
        schema.Features.DeprecationOfInputValues = true;
        schema.Initialize();
        OperationCost.Mark(schema);
        return schema;
    }

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("schema.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
