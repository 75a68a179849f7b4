using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Layout;

/// <summary>The address of the page that is being shown.</summary>
public static class PageAddress
{
    private static readonly string[] Owned = ["/orders", "/cart", "/checkout"];

    /// <summary>Path and question, from the root: what a link within the page starts with, because the pages have a base.</summary>
    public static string Here(this NavigationManager nav) => "/" + nav.ToBaseRelativePath(nav.Uri).Split('#')[0];

    /// <summary>
    /// The same for a link that stands on every page. Pages with somebody's own data leave the question out: they are
    /// compressed, and what another site puts into their address must not stand beside what it would like to guess.
    /// </summary>
    public static string HereOnEveryPage(this NavigationManager nav)
    {
        var path = nav.Here().Split('?')[0];
        return IsSomebodysOwn(path) ? path : nav.Here();
    }

    /// <summary>The pages behind a link of an e-mail need the link's own secret, and show nothing else.</summary>
    private static bool IsSomebodysOwn(string path) => path.TrimEnd('/').Equals("/account", StringComparison.OrdinalIgnoreCase)
        || Owned.Any(own => path.Equals(own, StringComparison.OrdinalIgnoreCase) || path.StartsWith(own + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>A full address for a path of the shop.</summary>
    public static string Absolute(this NavigationManager nav, string path) => nav.BaseUri.TrimEnd('/') + path;
}
