using System.Globalization;
using GlpCommerce.Core.Common;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GlpCommerce.Core.Accounts;

/// <summary>Writes access tokens, and says what makes one genuine. For ten minutes it counts as long as the sign-in does that it names.</summary>
public sealed class AccessTokens(AccountKeys keys, IOptions<ShopOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly SymmetricSecurityKey _key = new(keys.Signing);
    private readonly JsonWebTokenHandler _tokens = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>What makes an access token one of this shop's.</summary>
    public TokenValidationParameters Validation => new()
    {
        ValidIssuer = options.Value.PublicUrl,
        ValidAudience = options.Value.PublicUrl,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        LifetimeValidator = (_, expires, _, _) => expires > Now,
        NameClaimType = AccessClaims.Account,
        RoleClaimType = AccessClaims.Role,
    };

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <param name="version">Of the account's stamp.</param>
    internal (string Token, DateTime ExpiresAt) Write(long accountId, IReadOnlyList<string> roles, string version)
    {
        var expires = Now + Life;
        var token = _tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Value.PublicUrl,
            Audience = options.Value.PublicUrl,
            IssuedAt = Now,
            Expires = expires,
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [AccessClaims.Account] = accountId.ToString(CultureInfo.InvariantCulture),
                [AccessClaims.Role] = roles,
                [AccessClaims.Version] = version,
            },
        });
        return (token, expires);
    }
}
