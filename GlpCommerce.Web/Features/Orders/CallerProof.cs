using GlpCommerce.Core.Common;
using GlpCommerce.Core.Orders;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Features.Carts;

namespace GlpCommerce.Web.Features.Orders;

/// <summary>
/// What a request brings to prove that an order is its caller's: the browser's session, the order's key in a header, the key
/// that this browser was given for this order, or who is signed in, customer or staff. Never anything from the address, which is logged and passed on.
/// </summary>
public sealed class CallerProof(IHttpContextAccessor accessor, CartSession session, TimeProvider clock)
{
    /// <summary>Holds the order's key; a header is neither logged nor passed on.</summary>
    public const string Header = "X-Order-Token";

    private const string Plain = "order";

    /// <summary>Over HTTPS the name makes the browser refuse copies that came without.</summary>
    private const string Secure = "__Secure-order";

    private static readonly string[] Cookies = [CartSession.Plain, CartSession.Secure, AccountCookies.Name, AccountCookies.SecureName, Plain, Secure];

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A proof belongs to a request.");

    private string CookieName => Context.Request.IsHttps ? Secure : Plain;

    /// <summary>Whether a request brings a cookie that proves something here. Those of others, such as a load balancer's, prove nothing.</summary>
    internal static bool BringsCookie(HttpRequest request) => Cookies.Any(request.Cookies.ContainsKey);

    public OrderProof Read() => new([session.Id, session.GuestId], [Token, Kept])
    {
        AccountId = Context.User.AccountId, Staff = Context.User.Actor, At = clock.GetUtcNow().UtcDateTime,
    };

    /// <summary>What a form or an input brings by itself.</summary>
    public OrderProof Of(string? sessionId = null, string? key = null) => new(sessionId, key) { At = clock.GetUtcNow().UtcDateTime };

    /// <summary>The key in the header, or null.</summary>
    public string? Token => Context.Request.Headers[Header] is [{ } token] && Input.IsKey(token) ? token : null;

    private string? Kept => Context.Request.Cookies[CookieName] is { } token && Input.IsKey(token) ? token : null;

    /// <summary>Has the browser keep the order's key, for this order's pages only; script cannot read it.</summary>
    public void Keep(string publicId, string token) => Context.Response.Cookies.Append(CookieName, token, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = OrderProof.Life,
        Path = $"/orders/{publicId}",
        SameSite = SameSiteMode.Lax,
        Secure = Context.Request.IsHttps,
    });
}
