using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Who is signed in, for pages. It reads what the request brought, and asks nobody.</summary>
public sealed class SignedIn(IHttpContextAccessor accessor)
{
    /// <summary>The account, or null for a guest.</summary>
    public long? Id => accessor.HttpContext?.User.AccountId;

    public bool IsStaff => accessor.HttpContext?.User.Has(Roles.Staff) == true;

    public string? Email => Id is null ? null : accessor.HttpContext?.User.FindFirstValue(AccessClaims.Email);
}
