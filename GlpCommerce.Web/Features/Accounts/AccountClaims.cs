using System.Globalization;
using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>What a cookie tells of its account. It is encrypted, and made anew every few minutes.</summary>
public sealed class AccountClaims(AccountQueries accounts) : IUserClaimsPrincipalFactory<Account>
{
    /// <summary>From which the session of the account's cart is derived.</summary>
    public const string CartSeed = "cart";

    public Task<ClaimsPrincipal> CreateAsync(Account user) => CreateAsync(user, byPasskey: false);

    /// <param name="byPasskey">Whether the sign-in was by a passkey, and so by both steps.</param>
    public async Task<ClaimsPrincipal> CreateAsync(Account user, bool byPasskey)
    {
        var roles = await accounts.RolesAsync(user.Id, byPasskey);
        Claim[] claims =
        [
            new(AccessClaims.Account, user.Id.ToString(CultureInfo.InvariantCulture)),
            new(AccessClaims.Email, user.Email!),
            new(AccessClaims.Stamp, user.SecurityStamp!),
            new(CartSeed, user.CartSeed),
            .. user.TwoFactorEnabled || byPasskey ? [new Claim(AccessClaims.SecondFactor, "true")] : Array.Empty<Claim>(),
            .. byPasskey ? [new Claim(AccessClaims.Passkey, "true")] : Array.Empty<Claim>(),
            .. roles.Select(role => new Claim(AccessClaims.Role, role)),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme, AccessClaims.Email, AccessClaims.Role));
    }
}

/// <summary>Who asks, whether by cookie or by access token.</summary>
public static class AccountPrincipal
{
    extension(ClaimsPrincipal person)
    {
        /// <summary>The account that is signed in, or null.</summary>
        public long? AccountId => person.Identity is { IsAuthenticated: true }
            && long.TryParse(person.FindFirstValue(AccessClaims.Account), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

        /// <summary>Of the account's stamp when this sign-in began, or when it was last looked at; null for a guest.</summary>
        public string? StampVersion => person.FindFirstValue(AccessClaims.Version)
            ?? (person.FindFirstValue(AccessClaims.Stamp) is { } stamp ? TokenIssuer.StampVersion(stamp) : null);

        /// <summary>Which of the account's sessions a cookie belongs to; null for a token.</summary>
        public Guid? SessionId => Guid.TryParse(person.FindFirstValue(AccessClaims.Session), out var id) ? id : null;

        /// <summary>Whether this browser was signed in by a passkey, which asks for both steps at once.</summary>
        public bool CameByPasskey => person.HasClaim(AccessClaims.Passkey, "true");

        /// <summary>Whether somebody is signed in who has this role or a higher one.</summary>
        public bool Has(string role) => person.AccountId is not null && (role == Roles.Customer || Roles.AtLeast(role).Any(person.IsInRole));

        /// <summary>Whether somebody is signed in whose role has this right.</summary>
        public bool May(Right right) => person.Has(right.From);

        /// <summary>Who does what this person presses, or null for a guest.</summary>
        public Actor? Actor => person.AccountId is { } id ? new Actor(id, Roles.Highest(Roles.All.Where(person.IsInRole))) : null;
    }
}
