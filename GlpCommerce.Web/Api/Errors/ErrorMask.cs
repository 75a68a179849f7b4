using System.Text.RegularExpressions;
using GlpCommerce.Web.Api.Documents;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors.Custom;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Api.Errors;

/// <summary>What of an error leaves the shop: its own words about the request, and of everything else a code.</summary>
internal sealed partial class ErrorMask(IOptions<ApiOptions> options) : IErrorInfoProvider
{
    private readonly bool _suggests = options.Value.Introspection == true;

    public ErrorInfo GetInfo(ExecutionError executionError)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = CodeOf(executionError) };
        foreach (var (name, value) in executionError.Extensions ?? [])
        {
            extensions[name] = value;
        }

        return new ErrorInfo { Message = MessageOf(executionError), Extensions = extensions };
    }

    private static string CodeOf(ExecutionError error) => error switch
    {
        ApiError => error.Code!,
        SyntaxError => ErrorCodes.Syntax,
        NoOperationError or NoOperationNameError or InvalidOperationNameError => ErrorCodes.UnknownOperation,
        NoIntrospectionError => ErrorCodes.IntrospectionOff,
        OperationCost.TooExpensive => ErrorCodes.CostLimit,
        InvalidVariableError => ErrorCodes.Variables,
        DocumentError => ErrorCodes.Validation,
        _ => ErrorCodes.Internal,
    };

    private string MessageOf(ExecutionError error) => error switch
    {
        ApiError => error.Message,
        NoIntrospectionError => "The schema cannot be asked for here.",
        DocumentError when Foreign().IsMatch(error.Message) => "A value does not fit its type.",
        DocumentError => _suggests ? error.Message : Suggestion().Replace(error.Message, ""),
        _ => Trouble.Masked,
    };

    /// <summary>Names that mean something inside this program only.</summary>
    [GeneratedRegex(@"GraphQLParser|GraphQL\.|System\.|value of type '")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"\s*Did you mean .*$", RegexOptions.Singleline)]
    private static partial Regex Suggestion();
}
