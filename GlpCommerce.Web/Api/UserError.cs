using GlpCommerce.Core.Common;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api;

/// <summary>A refusal as the schema's <c>UserError</c>.</summary>
/// <param name="Field">The way to the input it belongs to; null when it is about the whole.</param>
internal sealed record UserError(string Code, string Message, IReadOnlyList<string>? Field)
{
    /// <summary>About the whole.</summary>
    public static UserError? Of(Problem? problem) => problem is null ? null : new(problem.Code, problem.Message, null);

    /// <summary>About a field of the mutation's input.</summary>
    /// <param name="field">What the input calls it, where the problem names none or calls it otherwise.</param>
    public static UserError OfInput(Problem problem, string? field = null) =>
        new(problem.Code, problem.Message, (field ?? problem.Field) is { } name ? ["input", name] : null);

    public static void Describe(TypeSettings types) => new Fields<UserError>(types, "UserError")
        .Read("code", error => error.Code)
        .Read("message", error => error.Message)
        .Read("field", error => error.Field);
}
