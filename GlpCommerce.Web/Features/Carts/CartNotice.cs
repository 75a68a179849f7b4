using System.Security.Cryptography;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.DataProtection;

namespace GlpCommerce.Web.Features.Carts;

/// <summary>
/// What the next look at the cart is to say, once. It travels in the browser, and sealed: it names products.
/// </summary>
public sealed class CartNotice(IHttpContextAccessor accessor, IDataProtectionProvider protection)
{
    private const string Cookie = "cart-notice";

    /// <summary>A cookie holds no more than 4,000 letters, and sealing takes its share.</summary>
    private const int Longest = 2_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _seal = protection.CreateProtector(nameof(CartNotice));

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A notice belongs to a request.");

    public void Leave(IEnumerable<Problem> problems)
    {
        var text = "";
        foreach (var problem in problems.TakeWhile(p => text.Length + p.Message.Length < Longest))
        {
            text += problem.Message + "\n";
        }

        Context.Response.Cookies.Append(Cookie, _seal.Protect(text), Options(Life));
    }

    /// <summary>The sentences; none when there is nothing to say, or when they were said.</summary>
    public IReadOnlyList<string> Take()
    {
        if (Context.Request.Cookies[Cookie] is not { } notice)
        {
            return [];
        }

        Context.Response.Cookies.Delete(Cookie, Options(life: null));
        try
        {
            return _seal.Unprotect(notice).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (CryptographicException)
        {
            // Not of this shop, or sealed with a key that it no longer has.
            return [];
        }
    }

    private CookieOptions Options(TimeSpan? life) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = life,
        Path = "/cart",
        SameSite = SameSiteMode.Lax,
        Secure = Context.Request.IsHttps,
    };
}
