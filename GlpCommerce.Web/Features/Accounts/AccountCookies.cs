using Microsoft.AspNetCore.Authentication.Cookies;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Over HTTPS the cookie's name makes the browser refuse copies from other paths and hosts.</summary>
internal sealed class AccountCookies : ICookieManager
{
    public const string Name = "account";

    /// <summary>Its name over HTTPS.</summary>
    public const string SecureName = "__Host-" + Name;

    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, NameOf(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, NameOf(context, key), options);

    private static string NameOf(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
}
