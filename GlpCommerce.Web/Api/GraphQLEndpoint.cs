using System.Text.Json;
using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;

namespace GlpCommerce.Web.Api;

/// <summary>GraphQL over HTTP at <c>/graphql</c>.</summary>
internal static class GraphQLEndpoint
{
    public static void MapGraphQL(this IEndpointRouteBuilder routes) => routes.MapPost("/graphql", AnswerAsync).DisableAntiforgery();

    private static async Task AnswerAsync(HttpContext context, ISchema schema, IDocumentExecuter executer, IGraphQLSerializer serializer)
    {
        var request = await serializer.ReadAsync<GraphQLRequest>(context.Request.Body, context.RequestAborted);
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = request!.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            RequestServices = context.RequestServices,
            User = context.User,
            UserContext = new ApiCaller(context),
            CancellationToken = context.RequestAborted,
        });
        context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
        await serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }
}
