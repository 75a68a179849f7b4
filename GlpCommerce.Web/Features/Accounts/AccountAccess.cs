using System.Security.Claims;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>Who may come in: by the site's cookie, or by an access token where a request carries one.</summary>
public static class AccountAccess
{
    private const string Either = "cookie or token";
    private const string Bearer = "Bearer ";

    private static readonly TimeSpan CookieLife = TimeSpan.FromDays(14);

    /// <summary>Registers the two ways in, and a policy for each role and each right, under its name.</summary>
    public static void AddAccountAccess(this IServiceCollection services, SignInProviders providers)
    {
        services.AddSingleton(providers).AddAuthentication(schemes =>
            {
                schemes.DefaultScheme = Either;
                schemes.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
            })
            .AddPolicyScheme(Either, null, either => either.ForwardDefaultSelector = context => SchemeOf(context.Request))
            .AddCookie(IdentityConstants.ApplicationScheme, Cookie)
            .AddJwtBearer()
            // Identity ends this one together with a session, whether it is in use or not.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, CodeCookie)
            .AddCookie(Passkeys.Scheme, Passkeys.Cookie)
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme, remembered => remembered.CookieManager = new AccountCookies())
            .AddProviders(providers);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<AccessTokens>(BearerTokens.Read);
        services.AddIdentityCore<Account>(Identity).AddSignInManager<AccountSignIn>();
        services.Configure<SecurityStampValidatorOptions>(stamp =>
        {
            stamp.ValidationInterval = SessionEditor.BelievedFor;
            stamp.OnRefreshingPrincipal = KeepSession;
        });
        services.AddOptions<IdentityPasskeyOptions>().Configure<IOptions<ShopOptions>>((passkeys, shop) => Passkeys.Ask(passkeys, new Uri(shop.Value.PublicUrl)));
        services.AddScoped<IUserStore<Account>, AccountStore>()
            .AddScoped<AccountClaims>().AddScoped<IUserClaimsPrincipalFactory<Account>>(s => s.GetRequiredService<AccountClaims>())
            .AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>().AddScoped<Passkeys>()
            .AddScoped<SignedIn>()
            .AddScoped<AccountSession>();
        var policies = services.AddAuthorizationBuilder();
        foreach (var role in Roles.All)
        {
            policies.AddPolicy(role, policy => policy.RequireAssertion(context => context.User.Has(role)));
        }

        foreach (var right in Rights.All)
        {
            policies.AddPolicy(right.Name, policy => policy.RequireAssertion(context => context.User.May(right)));
        }
    }

    /// <summary>Whether a request carries an access token, good or bad: then it alone says who asks, and no cookie.</summary>
    internal static bool BringsToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } header, ..] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    private static string SchemeOf(HttpRequest request) =>
        BringsToken(request) ? JwtBearerDefaults.AuthenticationScheme : IdentityConstants.ApplicationScheme;

    private static void Identity(IdentityOptions identity)
    {
        identity.ClaimsIdentity.UserIdClaimType = AccessClaims.Account;
        identity.ClaimsIdentity.UserNameClaimType = AccessClaims.Email;
        identity.ClaimsIdentity.EmailClaimType = AccessClaims.Email;
        identity.ClaimsIdentity.RoleClaimType = AccessClaims.Role;
        identity.ClaimsIdentity.SecurityStampClaimType = AccessClaims.Stamp;
    }

    private static void Cookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = AccountCookies.Name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.IsEssential = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new AccountCookies();
        cookie.ExpireTimeSpan = CookieLife;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/account/sign-in";
        cookie.ReturnUrlParameter = "return";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = AskToSignIn;
        cookie.Events.OnRedirectToAccessDenied = Deny;
    }

    /// <summary>Who knew the password, until they have shown the code too.</summary>
    private static void CodeCookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "account-code";
        Brief(cookie);
        // Whoever comes from a provider's page comes from another site, and a strict cookie would stay behind.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
    }

    /// <summary>What stands between two steps of a sign-in: sealed, for ten minutes, and for this site's own pages alone.</summary>
    internal static void Brief(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.IsEssential = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new AccountCookies();
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(10);
        cookie.SlidingExpiration = false;
    }

    /// <summary>
    /// A cookie is looked at every few minutes, and that of staff each time: what they may do is worth a statement. While the
    /// database is away, nothing of the account can be read or changed: the cookie is looked at when it is back.
    /// </summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        try
        {
            if (await HasEndedAsync(context))
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
                return;
            }

            await SecurityStampValidator.ValidatePrincipalAsync(context);
        }
        catch (Exception error) when (error.IsOutage())
        {
            context.ShouldRenew = false;
        }
    }

    private static async Task<bool> HasEndedAsync(CookieValidatePrincipalContext context)
    {
        var (person, sessions) = (context.Principal!, context.HttpContext.RequestServices.GetRequiredService<SessionEditor>());
        if (person.SessionId is not { } session || person.AccountId is not { } account)
        {
            return true;
        }

        return sessions.HasEnded(session) || (person.Has(Roles.Staff) && !await sessions.SeeAsync(account, session, context.HttpContext.RequestAborted));
    }

    /// <summary>Identity makes the claims anew from the account, which does not know what browser this is.</summary>
    private static Task KeepSession(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal?.FindFirst(AccessClaims.Session) is { } session)
        {
            context.NewPrincipal!.Identities.First().AddClaim(new Claim(session.Type, session.Value));
        }

        return Task.CompletedTask;
    }

    /// <summary>To whoever may not see it, it is not there.</summary>
    private static Task Deny(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Readers of pages are led to the door; programs, and posts that would be lost on the way, are told.</summary>
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html"))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }
}
