using System.Security.Claims;
using System.Security.Cryptography;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>
/// OpenID Connect with each configured provider: code flow with PKCE, state and nonce. Of what comes back only issuer,
/// subject and a verified address are kept, for the minutes until the account is found; no token is.
/// </summary>
internal static class ProviderSignIn
{
    /// <summary>Whom a provider has signed in, until the next step.</summary>
    public const string Arrived = "provider";

    /// <summary>Who may be connected with an account, once its password was right.</summary>
    public const string Waiting = "provider-waiting";

    public const string Issuer = "iss", Subject = "sub", Email = "email", Provider = "provider";

    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static void AddProviders(this AuthenticationBuilder schemes, SignInProviders providers)
    {
        schemes.AddCookie(Arrived, cookie => Cookie(cookie, "account-provider")).AddCookie(Waiting, cookie => Cookie(cookie, "account-waiting"));
        foreach (var provider in providers.All)
        {
            schemes.AddOpenIdConnect(provider.Key, provider.Name, oidc => Set(oidc, provider));
            schemes.Services.AddOptions<OpenIdConnectOptions>(provider.Key).Configure<IOptions<ShopOptions>>((oidc, shop) => Tell(oidc, provider, shop.Value));
        }
    }

    private static void Cookie(CookieAuthenticationOptions cookie, string name)
    {
        AccountAccess.Brief(cookie);
        cookie.Cookie.Name = name;
        // It is set while somebody comes from elsewhere, and read in the step after that.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
    }

    private static void Set(OpenIdConnectOptions oidc, SignInProvider provider)
    {
        var options = provider.Options;
        (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (options.Authority, options.ClientId, options.ClientSecret);
        oidc.RequireHttpsMetadata = new Uri(options.Authority).Scheme == Uri.UriSchemeHttps;
        oidc.CallbackPath = provider.Callback;
        oidc.SignInScheme = Arrived;
        (oidc.ResponseType, oidc.UsePkce) = (OpenIdConnectResponseType.Code, true);
        oidc.ResponseMode = provider.PostsBack ? OpenIdConnectResponseMode.FormPost : OpenIdConnectResponseMode.Query;
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.Scope.Add("email");
        // They would take the issuer out of what is kept.
        oidc.ClaimActions.Clear();
        (oidc.SaveTokens, oidc.MapInboundClaims, oidc.GetClaimsFromUserInfoEndpoint, oidc.DisableTelemetry) = (false, false, false, true);
        (oidc.BackchannelTimeout, oidc.RemoteAuthenticationTimeout) = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10));
        oidc.TokenValidationParameters.ValidAlgorithms = Algorithms;
        oidc.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(2);
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            // A form that another site sends brings only cookies that were allowed to come along, and those need HTTPS.
            cookie.SameSite = provider.PostsBack ? SameSiteMode.None : SameSiteMode.Lax;
            cookie.SecurePolicy = provider.PostsBack ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.IsEssential = true;
        }
    }

    private static void Tell(OpenIdConnectOptions oidc, SignInProvider provider, ShopOptions shop)
    {
        oidc.Events.OnRedirectToIdentityProvider = context =>
        {
            // The address at which shoppers reach the shop, whatever the request says of itself.
            context.ProtocolMessage.RedirectUri = shop.PublicUrl.TrimEnd('/') + provider.Callback;
            return Task.CompletedTask;
        };
        oidc.Events.OnAuthorizationCodeReceived = context =>
        {
            if (provider.Options.ClientSecret.Length == 0)
            {
                context.TokenEndpointRequest!.ClientSecret = AppleSecret(provider.Options, context.HttpContext.RequestServices.GetRequiredService<TimeProvider>());
            }

            return Task.CompletedTask;
        };
        oidc.Events.OnTokenValidated = context =>
        {
            // The handler checks a signature that is there, and takes a token without one, because it came over TLS.
            if (context.SecurityToken.RawSignature.Length == 0 || !Algorithms.Contains(context.SecurityToken.Header.Alg))
            {
                context.Fail("The provider's token is not signed.");
                return Task.CompletedTask;
            }

            context.Principal = Keep(context.Principal!, provider);
            return Task.CompletedTask;
        };
        oidc.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            var said = context.Request.Query["error"] == "access_denied" || (context.Request.HasFormContentType && context.Request.Form["error"] == "user_cancelled_authorize");
            context.Response.Redirect(SignInPage.Refused(said ? LoginProblems.Cancelled : LoginProblems.Failed));
            return Task.CompletedTask;
        };
    }

    /// <summary>An address that the provider does not vouch for is none.</summary>
    private static ClaimsPrincipal Keep(ClaimsPrincipal person, SignInProvider provider)
    {
        var isVerified = string.Equals(person.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase);
        Claim?[] kept =
        [
            new(Issuer, person.FindFirstValue(Issuer)!), new(Subject, person.FindFirstValue(Subject)!), new(Provider, provider.Key),
            isVerified && person.FindFirstValue(Email) is { } email ? new(Email, email) : null,
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(kept.OfType<Claim>(), Arrived));
    }

    /// <summary>Apple takes no secret that is older than six months: this one counts for five minutes.</summary>
    private static string AppleSecret(SignInProviderOptions apple, TimeProvider clock)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(apple.PrivateKey);
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = apple.TeamId,
            Audience = apple.Authority,
            Claims = new Dictionary<string, object> { [Subject] = apple.ClientId },
            IssuedAt = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = apple.KeyId, CryptoProviderFactory = new() { CacheSignatureProviders = false } }, "ES256"),
        });
    }
}
