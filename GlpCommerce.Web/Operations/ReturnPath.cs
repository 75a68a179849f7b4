using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlpCommerce.Web.Operations;

/// <summary>Where somebody goes on after a form: an address that came with it is believed only if it is one of this shop.</summary>
internal static class ReturnPath
{
    private const int Longest = 2_000;

    /// <param name="path">From a form or an address; anything at all.</param>
    public static string? Of(string? path) =>
        path is { Length: <= Longest } && RedirectHttpResult.IsLocalUrl(path) && path[0] == '/' && Ascii.IsValid(path) && !path.Any(char.IsControl) ? path : null;
}
