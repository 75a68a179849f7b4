using System.Text.RegularExpressions;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Operations;

/// <summary>Tells what the person who starts the shop can mend from what is a bug.</summary>
internal static partial class StartupProblem
{
    /// <summary>One sentence, or null for a bug, which keeps its stack trace.</summary>
    public static string? Sentence(Exception error) => error switch
    {
        StartupException => error.Message,
        OptionsValidationException options => Bare(options.Failures.First()),
        IOException { InnerException: AddressInUseException } => $"Urls names an address that another program is using already: {error.Message}",
        _ => null,
    };

    /// <summary>The options' own sentence, out of the framework's words around it.</summary>
    private static string Bare(string failure) => Quoted().Match(failure) is { Success: true } quoted ? quoted.Groups[1].Value : failure;

    [GeneratedRegex(@"with the error: '(.+)'\.$", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}
