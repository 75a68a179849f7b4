namespace GlpCommerce.Web.Operations;

/// <summary>What keeps a page that is one reader's own out of caches, search engines and other sites' logs.</summary>
internal static class PrivateHeaders
{
    public static void Apply(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
