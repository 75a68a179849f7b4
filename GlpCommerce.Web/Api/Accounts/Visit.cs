using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Api.Accounts;

/// <summary>What became of somebody at the door.</summary>
internal sealed record Visit(IReadOnlyList<UserError> Errors)
{
    public AccountTokens? Tokens { get; init; }

    /// <summary>Who was let in. The account is read only when it is asked for.</summary>
    public long? AccountId { get; init; }

    public IReadOnlyList<Problem> CartNotes { get; init; } = [];

    /// <param name="field">What the input calls the field of a problem.</param>
    public static Visit Of<T>(Result<T> result, Func<Problem, string?>? field = null) =>
        new([.. result.Problems.Select(problem => UserError.OfInput(problem, field?.Invoke(problem)))]);

    /// <summary>Of somebody who is turned away.</summary>
    public static Visit Of(Problem problem) => new([UserError.OfInput(problem)]);

    /// <param name="token">What the input calls a secret that is no good.</param>
    /// <param name="password">What the input calls the password.</param>
    public static Func<Problem, string?> Named(string token, string password = "password") =>
        problem => problem.Field == AccountProblems.PasswordMissing.Field ? password : problem.Field ?? token;
}
