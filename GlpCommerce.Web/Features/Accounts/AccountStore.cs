using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Identity's own store, on a context that goes back when the request is over. The shop's acts do not use it; see decision 0013.</summary>
internal sealed class AccountStore(IShopDbFactory shop) : UserStore<Account, IdentityRole<long>, ShopDb, long>(shop.Open()), IDisposable
{
    private bool _isReturned;

    void IDisposable.Dispose()
    {
        if (_isReturned)
        {
            // Identity's managers dispose it, and the container does so again: by then the context may be another request's.
            return;
        }

        _isReturned = true;
        Dispose();
        Context.Dispose();
    }
}
