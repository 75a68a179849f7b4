using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Accounts;

namespace GlpCommerce.Web.Features.Carts;

/// <summary>
/// The secret that ties a browser to its cart and to the orders it placed. Script cannot read it, and only its hash is
/// stored. Whoever is signed in has the account's, which is the same on every device.
/// </summary>
public sealed class CartSession(IHttpContextAccessor accessor, AccountKeys keys)
{
    internal const string Plain = "cart";

    /// <summary>Over HTTPS the name makes the browser refuse copies from other paths and hosts.</summary>
    internal const string Secure = "__Host-cart";

    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private string? _created;

    /// <summary>The secret, or null for a browser that has none, or something that is no secret of ours.</summary>
    public string? Id => OfAccount() ?? GuestId;

    /// <summary>The secret of the browser itself, whoever is signed in; null for a browser that has none.</summary>
    public string? GuestId => _created ?? Read();

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A cart belongs to a request.");

    private string CookieName => Context.Request.IsHttps ? Secure : Plain;

    /// <summary>The secret; a browser without one gets it with this answer.</summary>
    public string GetOrCreate()
    {
        if (Id is { } known)
        {
            return known;
        }

        _created = Secrets.New();
        Context.Response.Cookies.Append(CookieName, _created, Options(Life));
        return _created;
    }

    /// <summary>Takes the browser's own secret away: it begins anew, without a cart and without its orders.</summary>
    public void Forget() => Context.Response.Cookies.Delete(CookieName, Options(life: null));

    private CookieOptions Options(TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = Context.Request.IsHttps,
    };

    private string? OfAccount() => Context.User.FindFirstValue(AccountClaims.CartSeed) is { } seed ? keys.CartSession(seed) : null;

    private string? Read() =>
        Context.Request.Cookies[CookieName] is { } value && SessionIds.IsOne(value) ? value : null;
}
