namespace GlpCommerce.Core.Common;

/// <summary>Something a shopper or a staff member did that cannot be done, said in words they can read.</summary>
/// <param name="Code">Stable and machine-readable, in the form <c>stock.short</c>: API clients and tests match on it.</param>
/// <param name="Message">Shown as it stands, in a page or in an API answer.</param>
/// <param name="Field">The input it belongs to, in the caller's own name for it; null when it is about the whole.</param>
public sealed record Problem(string Code, string Message, string? Field = null);

/// <summary>Something that either came about or was refused; a unit of work that ends refused is rolled back.</summary>
public interface IOutcome
{
    bool Succeeded { get; }
}

/// <summary>Either a value or the problems that stand in its way; never both, never neither.</summary>
public readonly record struct Result<T> : IOutcome
{
    private Result(T? value, IReadOnlyList<Problem> problems) => (Value, Problems) = (value, problems);

    public T? Value { get; }

    public IReadOnlyList<Problem> Problems => field ?? [];

    public bool Succeeded => Problems.Count == 0;

    /// <summary>The first problem, or null when there is a value.</summary>
    public Problem? Problem => Succeeded ? null : Problems[0];

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Problem problem) => new(default, [problem]);

    public static implicit operator Result<T>(List<Problem> problems) => new(default, problems);
}
