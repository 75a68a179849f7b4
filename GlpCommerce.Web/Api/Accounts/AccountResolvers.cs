using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Accounts;

/// <summary>Opens accounts and signs in to them, as the pages do, but with tokens in place of a cookie.</summary>
internal sealed class AccountResolvers(
    AccountEditor editor, PasswordEditor passwords, AccountDoor door, TwoFactorDoor codes, TokenIssuer issuer, CartMerge carts, AccountKeys keys,
    AccountQueries accounts)
{
    private static readonly string[] Payloads =
    [
        "RegisterPayload", "ConfirmEmailPayload", "SignInPayload", "RefreshTokensPayload", "SignOutPayload",
        "RequestPasswordResetPayload", "ResetPasswordPayload",
    ];

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Mutation")
            .Ask("register", (context, _) => Of(context).RegisterAsync(context))
            .Ask("confirmEmail", (context, _) => Of(context).ConfirmAsync(context))
            .Ask("signIn", (context, _) => Of(context).SignInAsync(context))
            .Ask("refreshTokens", (context, _) => Of(context).RefreshAsync(context))
            .Ask("signOut", (context, _) => Of(context).SignOutAsync(context))
            .Ask("requestPasswordReset", (context, _) => Of(context).ForgotAsync(context))
            .Ask("resetPassword", (context, _) => Of(context).ResetAsync(context));
        foreach (var payload in Payloads)
        {
            new Fields<Visit>(types, payload).Read("errors", visit => visit.Errors);
        }

        new Fields<Visit>(types, "SignInPayload")
            .Read("tokens", visit => visit.Tokens)
            .Ask("account", async (context, visit) => visit.AccountId is { } id ? await Of(context).FindAsync(context, id) : null)
            .Read("cartNotes", visit => visit.CartNotes.Select(note => note.Message));
        new Fields<Visit>(types, "RefreshTokensPayload").Read("tokens", visit => visit.Tokens);
        MemberResolvers.Describe(types);
        AccountFields.Describe(types);
    }

    private static AccountResolvers Of(IResolveFieldContext context) => context.Service<AccountResolvers>();

    private async Task<object?> FindAsync(IResolveFieldContext context, long accountId) => await accounts.FindAsync(accountId, context.CancellationToken);

    private Task<object?> RegisterAsync(IResolveFieldContext context) => DoorTries.CountedAsync(context, async input =>
        Visit.Of(await editor.RegisterAsync(input.Text("email"), input.Text("password"), context.CancellationToken)));

    private Task<object?> ConfirmAsync(IResolveFieldContext context) => DoorTries.CountedAsync(context, async input =>
        Visit.Of(await editor.ConfirmEmailAsync(input.Text("token"), context.CancellationToken), Visit.Named("token")));

    private Task<object?> ForgotAsync(IResolveFieldContext context) => DoorTries.CountedAsync(context, async input =>
        Visit.Of(await passwords.ForgotPasswordAsync(input.Text("email"), context.CancellationToken)));

    private Task<object?> ResetAsync(IResolveFieldContext context) => DoorTries.CountedAsync(context, async input =>
        Visit.Of(await passwords.ResetPasswordAsync(input.Text("token"), input.Text("newPassword"), context.CancellationToken), Visit.Named("token", "newPassword")));

    private Task<object?> SignInAsync(IResolveFieldContext context) => DoorTries.CountedAsync(context, async input =>
    {
        // Looked at first, so that a cart which cannot be tells nothing about the password.
        var guest = input.Text("sessionId");
        if (guest is not null && !SessionIds.IsOne(guest))
        {
            return Visit.Of(CartProblems.BadSession);
        }

        var found = await door.SignInAsync(input.Text("email"), input.Text("password"), context.CancellationToken);
        if (found.Value is { TwoFactorEnabled: true } known)
        {
            var code = input.Text("code");
            found = string.IsNullOrEmpty(code) ? AccountProblems.CodeMissing : await codes.CheckAsync(known.Id, known.SecurityStamp, code, context.CancellationToken);
            // Another password was set since this one was compared.
            found = found.Problem == AccountProblems.Gone ? AccountProblems.NoMatch : found;
        }

        return found.Value is not { } account ? Visit.Of(found) : new Visit([])
        {
            Tokens = await issuer.IssueAsync(account, context.CancellationToken),
            AccountId = account.Id,
            CartNotes = guest is null ? [] : await carts.PourAsync(guest, keys.CartSession(account), context.CancellationToken),
        };
    });

    private async Task<object?> RefreshAsync(IResolveFieldContext context)
    {
        var tokens = await issuer.RefreshAsync(context.Input().Text("refreshToken"), context.CancellationToken);
        return Visit.Of(tokens, Visit.Named("refreshToken")) with { Tokens = tokens.Value };
    }

    private async Task<object?> SignOutAsync(IResolveFieldContext context)
    {
        await issuer.RevokeAsync(context.Input().Text("refreshToken"), context.CancellationToken);
        return new Visit([]);
    }
}
