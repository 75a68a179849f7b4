using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>How the access token that a request brings is read.</summary>
internal static class BearerTokens
{
    /// <summary>How long the look may take; a request to the API may have less time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Read(JwtBearerOptions jwt, AccessTokens tokens)
    {
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        jwt.TokenValidationParameters = tokens.Validation;
        jwt.Events = new JwtBearerEvents { OnTokenValidated = LookAsync };
    }

    /// <summary>
    /// A genuine token is nobody's once its sign-in has ended, or its holder has another role: one statement, once in a request.
    /// While the database does not answer, the token is believed, as a cookie is: a client is told that the shop is away and not that
    /// its sign-in has ended, and a token that did end is worth the rest of its ten minutes at most.
    /// </summary>
    private static async Task LookAsync(TokenValidatedContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountQueries>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            if (context.Principal is not { AccountId: { } id } person || !await accounts.IsSignedInAsync(id, person.StampVersion, patience.Token))
            {
                context.Fail("The sign-in of this token has ended.");
            }
        }
        catch (Exception error) when (error.IsOutage() || patience.IsCancellationRequested)
        {
            // Asked again with the next request.
        }
    }
}
