using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api;

/// <summary>Ties the fields of one type of the schema to their answers.</summary>
/// <typeparam name="TSource">What an object of the type is in the program.</typeparam>
internal sealed class Fields<TSource>(TypeSettings types, string type)
{
    private readonly TypeConfig _type = types.For(type);

    /// <summary>A field that its object holds already.</summary>
    public Fields<TSource> Read(string field, Func<TSource, object?> read)
    {
        _type.FieldFor(field).Resolver = new Reader(read);
        return this;
    }

    /// <summary>A field that needs its arguments or the request; it may answer with a batch's promise.</summary>
    public Fields<TSource> Find(string field, Func<IResolveFieldContext, TSource, object?> find)
    {
        _type.FieldFor(field).Resolver = new FuncFieldResolver<object>(context => find(context, (TSource)context.Source!));
        return this;
    }

    /// <summary>A field that has to be waited for.</summary>
    public Fields<TSource> Ask(string field, Func<IResolveFieldContext, TSource, Task<object?>> ask)
    {
        _type.FieldFor(field).Resolver = new FuncFieldResolver<object>(context => new ValueTask<object?>(ask(context, (TSource)context.Source!)));
        return this;
    }

    private sealed class Reader(Func<TSource, object?> read) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(read((TSource)context.Source!));
    }
}
