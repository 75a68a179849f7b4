using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Operations;

/// <summary>Answers a form that was refused.</summary>
internal static class RefusedForms
{
    /// <summary>Says by the status that nothing came of the form, and hands the problems on to be shown.</summary>
    public static IReadOnlyList<Problem> Refuse(this HttpContext context, IReadOnlyList<Problem> problems)
    {
        if (problems.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return problems;
    }

    public static Problem Refuse(this HttpContext context, Problem problem) => context.Refuse([problem])[0];
}
