using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Web.Features.Accounts;

/// <summary>
/// Asks devices for passkeys, by Identity's handler. What was asked is remembered in the browser, sealed, for ten minutes,
/// and each answer to it counts once.
/// </summary>
public sealed class Passkeys(IPasskeyHandler<Account> handler, PasskeyDoor door, PasskeyEditor editor, IHttpContextAccessor accessor)
{
    internal const string Scheme = "passkey";

    /// <summary>The form field that carries a device's answer.</summary>
    public const string Field = "credential";

    /// <summary>An answer has a few thousand characters.</summary>
    private const int Longest = 20_000;

    private const string State = "state", Name = "name";

    private HttpContext Context => accessor.HttpContext ?? throw new InvalidOperationException("A passkey belongs to a request.");

    /// <summary>Asks a device to make one. The password was asked for before.</summary>
    /// <returns>What the page's script hands to the browser.</returns>
    public async Task<string> AskToMakeAsync(Account account, string? name)
    {
        var id = account.Id.ToString(CultureInfo.InvariantCulture);
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = id, Name = account.Email!, DisplayName = account.Email! }, Context);
        await RememberAsync(
            new(State, asked.AttestationState!), new(AccessClaims.Account, id), new(AccessClaims.Stamp, account.SecurityStamp!), new(Name, name ?? ""));
        return asked.CreationOptionsJson;
    }

    /// <summary>Asks whoever is at the door for one, whosever it is.</summary>
    /// <returns>What the page's script hands to the browser.</returns>
    public async Task<string> AskAsync()
    {
        var asked = await handler.MakeRequestOptionsAsync(null!, Context);
        await RememberAsync(new Claim(State, asked.AssertionState!));
        return asked.RequestOptionsJson;
    }

    /// <summary>Keeps what a device has made for the account.</summary>
    /// <param name="answer">Anything at all.</param>
    /// <returns>Its name.</returns>
    public async Task<Result<string>> KeepAsync(Account account, string? answer)
    {
        var asked = await AskedAsync();
        if (asked?.AccountId != account.Id || asked.FindFirstValue(State) is not { } state || !await door.UseUpAsync(state, Context.RequestAborted))
        {
            return PasskeyProblems.Stale;
        }

        var made = IsAnswer(answer) ? await handler.PerformAttestationAsync(new() { HttpContext = Context, CredentialJson = answer!, AttestationState = state }) : null;
        Rethrow(made?.Failure);
        return made is { Succeeded: true }
            ? await editor.AddAsync(
                account.Id, asked.FindFirstValue(AccessClaims.Stamp), made.Passkey, asked.FindFirstValue(Name), Context.Request.Headers.UserAgent, Context.RequestAborted)
            : PasskeyProblems.NotAdded;
    }

    /// <summary>Lets in whoever holds the passkey that answered.</summary>
    /// <param name="answer">Anything at all.</param>
    public async Task<Result<Account>> SignInAsync(string? answer)
    {
        if ((await AskedAsync())?.FindFirstValue(State) is not { } state || !await door.UseUpAsync(state, Context.RequestAborted))
        {
            return PasskeyProblems.Stale;
        }

        var shown = IsAnswer(answer) ? await handler.PerformAssertionAsync(new() { HttpContext = Context, CredentialJson = answer!, AssertionState = state }) : null;
        Rethrow(shown?.Failure);
        return shown is { Succeeded: true } ? await door.UseAsync(shown.User.Id, shown.Passkey, Context.RequestAborted) : PasskeyProblems.Refused;
    }

    /// <summary>Which passkeys count: those of the address at which shoppers reach the shop, whatever a request says of itself.</summary>
    internal static void Ask(IdentityPasskeyOptions passkeys, Uri shop)
    {
        var origin = shop.GetLeftPart(UriPartial.Authority);
        passkeys.ServerDomain = shop.Host;
        passkeys.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && string.Equals(asked.Origin, origin, StringComparison.OrdinalIgnoreCase));
        passkeys.UserVerificationRequirement = "required";
        passkeys.ResidentKeyRequirement = "required";
        passkeys.AttestationConveyancePreference = "none";
    }

    internal static void Cookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "account-passkey";
        AccountAccess.Brief(cookie);
    }

    private static bool IsAnswer(string? answer) => answer is { Length: > 0 and <= Longest };

    /// <summary>The handler takes everything for a bad answer, also a database that is away.</summary>
    private static void Rethrow(PasskeyException? failure)
    {
        if (failure?.InnerException is { } error && error is not JsonException && error.IsOutage())
        {
            throw new InvalidOperationException("A passkey could not be looked up.", error);
        }
    }

    private async Task<ClaimsPrincipal?> AskedAsync()
    {
        var asked = (await Context.AuthenticateAsync(Scheme)).Principal;
        await Context.SignOutAsync(Scheme);
        return asked;
    }

    private Task RememberAsync(params Claim[] asked) => Context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(asked, Scheme)));
}
