using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Operations;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>The way to a provider, and the way back from it.</summary>
public static class ProviderEndpoints
{
    /// <summary>Where a button leads, with the provider's name behind it.</summary>
    public const string Go = "/account/sign-in/with";

    private const string Back = "/account/sign-in/arrived";
    private const string Account = "account", Stamp = "stamp", Return = "return";

    public static void MapProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Go}/{{key}}", GoAsync);
        routes.MapGet(Back, ArriveAsync);
    }

    private static async Task<IResult> GoAsync(
        HttpContext context, string key, SignInProviders providers, AccountSession session, AccountDoor door,
        [FromForm(Name = "return")] string? returnTo, [FromForm] string? currentPassword, [FromForm] string? connect)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        if (providers.Find(key) is not { } provider)
        {
            return TypedResults.NotFound();
        }

        var state = new AuthenticationProperties { RedirectUri = Back, Items = { [Return] = ReturnPath.Of(returnTo) } };
        if (connect is not null)
        {
            // Whoever only found a browser open does not know the password.
            var proven = await session.FindAsync() is { } here ? await door.ProveAsync(here.Id, currentPassword, context.RequestAborted) : AccountProblems.Gone;
            if (proven.Value is not { } account)
            {
                return TypedResults.LocalRedirect(LoginsPage.After(proven.Problem!));
            }

            (state.Items[Account], state.Items[Stamp]) = (account.Id.ToString(CultureInfo.InvariantCulture), account.SecurityStamp);
        }

        return await LeaveAsync(context, provider, state);
    }

    /// <summary>A provider that is out of reach is no fault of the shop.</summary>
    private static async Task<IResult> LeaveAsync(HttpContext context, SignInProvider provider, AuthenticationProperties state)
    {
        try
        {
            await context.ChallengeAsync(provider.Key, state);
            return GoOn(context.Response, provider);
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or OperationCanceledException && !context.Response.HasStarted)
        {
            return TypedResults.LocalRedirect(state.Items.ContainsKey(Account) ? LoginsPage.After(LoginProblems.Failed) : SignInPage.Refused(LoginProblems.Failed));
        }
    }

    /// <summary>
    /// A page that goes on by itself takes the place of the redirect. Browsers hold all that a form leads to, redirects
    /// included, to form-action, and nobody can list where a provider's own pages lead; what a page goes on to by itself is none of it.
    /// </summary>
    private static ContentHttpResult GoOn(HttpResponse answer, SignInProvider provider)
    {
        var there = HtmlEncoder.Default.Encode(answer.Headers.Location.ToString());
        var words = HtmlEncoder.Default.Encode(Say(AccountTexts.GoOnTo, provider.Name));
        answer.Headers.Location = default;
        return TypedResults.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>{words}</title><meta http-equiv="refresh" content="0; url={there}"></head>
            <body><main><p><a href="{there}">{words}</a></p></main></body></html>
            """,
            "text/html; charset=utf-8", statusCode: StatusCodes.Status200OK);
    }

    private static async Task<IResult> ArriveAsync(HttpContext context, SignInProviders providers, LoginDoor door, LoginEditor editor, AccountSession session)
    {
        PrivateHeaders.Apply(context.Response.Headers);
        var come = await context.AuthenticateAsync(ProviderSignIn.Arrived);
        await context.SignOutAsync(ProviderSignIn.Arrived);
        if (come is not { Principal: { } person, Properties: { } state } || providers.Of(person) is not { } who)
        {
            return TypedResults.LocalRedirect(SignInPage.Refused(LoginProblems.Failed));
        }

        if (state.Items.TryGetValue(Account, out var id) && id is not null)
        {
            return await ConnectAsync(context, editor, who, long.Parse(id, CultureInfo.InvariantCulture), state.Items[Stamp]);
        }

        var returnTo = ReturnPath.Of(state.Items.TryGetValue(Return, out var path) ? path : null);
        var found = await door.SignInAsync(who, context.RequestAborted);
        if (found.Value is not { } account)
        {
            if (found.Problem == LoginProblems.AddressKnown)
            {
                await context.SignInAsync(ProviderSignIn.Waiting, person);
            }

            return TypedResults.LocalRedirect(SignInPage.Refused(found.Problem!, returnTo));
        }

        if (!account.TwoFactorEnabled)
        {
            return TypedResults.LocalRedirect(await session.ArriveAsync(account, returnTo, ct: context.RequestAborted));
        }

        await session.AskForCodeAsync(account);
        return TypedResults.LocalRedirect(CodePage.Before(returnTo));
    }

    /// <summary>Only in the browser that began it, and while it still is signed in to that account.</summary>
    private static async Task<IResult> ConnectAsync(HttpContext context, LoginEditor editor, ProvenElsewhere who, long accountId, string? stamp)
    {
        var added = context.User.AccountId == accountId ? await editor.AddAsync(accountId, stamp, who, context.RequestAborted) : AccountProblems.Gone;
        return TypedResults.LocalRedirect(added.Succeeded ? LoginsPage.Done(LoginsPage.Added) : LoginsPage.After(added.Problem!));
    }

    /// <summary>Whom a provider has signed in, as the sealed cookie says; null for what is none.</summary>
    internal static ProvenElsewhere? Of(this SignInProviders providers, ClaimsPrincipal person) =>
        providers.Find(person.FindFirstValue(ProviderSignIn.Provider)) is { } provider
            && person.FindFirstValue(ProviderSignIn.Issuer) is { } issuer && person.FindFirstValue(ProviderSignIn.Subject) is { } subject
            ? new ProvenElsewhere(issuer, subject, provider.Name, person.FindFirstValue(ProviderSignIn.Email)) : null;
}
