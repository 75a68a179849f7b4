using System.Net;
using GlpCommerce.Web.Tests.Support.Pages;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What a shop says when it cannot reach its own store.</summary>
internal static class Excuse
{
    /// <summary>A page of the shop, with a sentence, when to come back, and nothing that is not for a shopper.</summary>
    public static void IsOne(Page page)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("We cannot reach our shelves right now", page.Heading);
        Assert.Contains("Your cart is kept", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal("10", page.Header("Retry-After"));
        Assert.DoesNotMatch("Exception|Npgsql|Sqlite|SQLite|127\\.0\\.0\\.1:5|\\.cs\\b", page.Html);
    }
}
