using System.Globalization;

namespace GlpCommerce.Bench;

/// <summary>One measured figure.</summary>
/// <param name="Target">What the project promises, in words; empty when it promises nothing.</param>
/// <param name="Kept">Whether the promise is kept; null when there is none.</param>
internal sealed record Figure(string What, string Target, string Measured, bool? Kept);

/// <summary>Gathers figures and prints them as one table.</summary>
internal sealed class Report
{
    private readonly List<Figure> _figures = [];

    /// <summary>Whether an answer was wrong. Being slow is not wrong.</summary>
    public bool IsWrong { get; private set; }

    public void AtMost(string what, double measured, double most, string unit) =>
        Add(what, $"≤ {Number(most)} {unit}", $"{Number(measured)} {unit}", measured <= most);

    public void AtLeast(string what, double measured, double least, string unit) =>
        Add(what, $"≥ {Number(least)} {unit}", $"{Number(measured)} {unit}", measured >= least);

    public void Note(string what, double measured, string unit) => Add(what, "", $"{Number(measured)} {unit}", null);

    /// <summary>Several figures of one thing, without a promise.</summary>
    public void Note(string what, string measured) => Add(what, "", measured, null);

    /// <summary>Something that must hold at any speed.</summary>
    public void Must(string what, string target, string measured, bool holds)
    {
        IsWrong |= !holds;
        Add(what, target, measured, holds);
    }

    public void Print(TextWriter to)
    {
        var what = Math.Max(4, _figures.Select(f => f.What.Length).DefaultIfEmpty().Max());
        var target = Math.Max(6, _figures.Select(f => f.Target.Length).DefaultIfEmpty().Max());
        var measured = Math.Max(8, _figures.Select(f => f.Measured.Length).DefaultIfEmpty().Max());
        to.WriteLine($"| {"what".PadRight(what)} | {"target".PadRight(target)} | {"measured".PadRight(measured)} |        |");
        to.WriteLine($"| {new string('-', what)} | {new string('-', target)} | {new string('-', measured)} | ------ |");
        foreach (var figure in _figures)
        {
            var verdict = figure.Kept switch { true => "kept", false => "MISSED", null => "" };
            to.WriteLine($"| {figure.What.PadRight(what)} | {figure.Target.PadRight(target)} | {figure.Measured.PadRight(measured)} | {verdict,-6} |");
        }
    }

    private void Add(string what, string target, string measured, bool? kept)
    {
        var figure = new Figure(what, target, measured, kept);
        _figures.Add(figure);
        Console.Error.WriteLine($"  {figure.What}: {figure.Measured}{(figure.Target == "" ? "" : $" ({figure.Target})")}");
    }

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}

internal static class Samples
{
    /// <summary>The value that <paramref name="share"/> of the samples do not exceed.</summary>
    public static double Percentile(this IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
