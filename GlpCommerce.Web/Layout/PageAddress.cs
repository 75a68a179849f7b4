using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Layout;

/// <summary>The address of the page that is being shown.</summary>
public static class PageAddress
{
    /// <summary>Path and question, from the root: what a link within the page starts with, because the pages have a base.</summary>
    public static string Here(this NavigationManager nav) => "/" + nav.ToBaseRelativePath(nav.Uri).Split('#')[0];

    /// <summary>A full address for a path of the shop.</summary>
    public static string Absolute(this NavigationManager nav, string path) => nav.BaseUri.TrimEnd('/') + path;
}
