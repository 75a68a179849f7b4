using GlpCommerce.Web.Api.Documents;
using GlpCommerce.Web.Api.Errors;
using GlpCommerce.Web.Api.Transport;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules.Custom;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api;

/// <summary>Executes the operation that a request means. A document that was executed before is not checked again; what it costs depends on the variables and always is.</summary>
internal sealed class OperationRunner
{
    private readonly ISchema _schema;
    private readonly IDocumentExecuter _executer;
    private readonly ApiDocuments _documents;
    private readonly Trouble _trouble;
    private readonly IValidationRule[] _first;
    private readonly IValidationRule[] _again;

    public OperationRunner(ISchema schema, IDocumentExecuter executer, ApiDocuments documents, Trouble trouble, IOptions<ApiOptions> options)
    {
        (_schema, _executer, _documents, _trouble) = (schema, executer, documents, trouble);
        _again = [OperationCost.Rule(options.Value.MaxCost)];
        _first = [.. DocumentValidator.CoreRules, .. options.Value.Introspection == true ? (IValidationRule[])[] : [NoIntrospectionValidationRule.Instance], .. _again];
    }

    public async Task<ExecutionResult> RunAsync(HttpContext context, ApiRequest request, CancellationToken patience)
    {
        var (document, error) = _documents.Find(request);
        if (document is null)
        {
            return Refused(error!);
        }

        var (operation, unknown) = document.Find(request.OperationName);
        if ((operation is null ? unknown : RequestRules.Refuse(context.Request, operation)) is { } refused)
        {
            return Refused(refused);
        }

        var result = await ExecuteAsync(context, request, document, patience);
        if (result.Executed && !document.IsValid)
        {
            _documents.Keep(request, document);
        }

        return result;
    }

    private Task<ExecutionResult> ExecuteAsync(HttpContext context, ApiRequest request, ApiDocument document, CancellationToken patience) =>
        _executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = _schema,
            Document = document.Parsed,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            ValidationRules = document.IsValid ? _again : _first,
            RequestServices = context.RequestServices,
            User = context.User,
            UserContext = new ApiCaller(context),
            UnhandledExceptionDelegate = _trouble.HandleAsync,
            CancellationToken = patience,
        });

    private static ExecutionResult Refused(ApiError error) => new() { Errors = [error] };
}
