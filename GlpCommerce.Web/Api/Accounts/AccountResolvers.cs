using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Operations;
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
        new Fields<object?>(types, "Query").Ask("me", (context, _) => Of(context).MeAsync(context));
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
        AccountFields.Describe(types);
    }

    private static AccountResolvers Of(IResolveFieldContext context) => context.Service<AccountResolvers>();

    /// <summary>Nobody for a sign-in that has ended, although its token may live on for minutes: the answer holds the secret of the account's cart.</summary>
    private async Task<object?> MeAsync(IResolveFieldContext context)
    {
        var user = context.Http().User;
        return user.AccountId is { } id && await accounts.FindAsync(id, context.CancellationToken) is { } account && account.StampVersion == user.StampVersion
            ? account : null;
    }

    private async Task<object?> FindAsync(IResolveFieldContext context, long accountId) => await accounts.FindAsync(accountId, context.CancellationToken);

    private Task<object?> RegisterAsync(IResolveFieldContext context) => CountedAsync(context, async input =>
        Visit.Of(await editor.RegisterAsync(input.Text("email"), input.Text("password"), context.CancellationToken)));

    private Task<object?> ConfirmAsync(IResolveFieldContext context) => CountedAsync(context, async input =>
        Visit.Of(await editor.ConfirmEmailAsync(input.Text("token"), context.CancellationToken), Named("token")));

    private Task<object?> ForgotAsync(IResolveFieldContext context) => CountedAsync(context, async input =>
        Visit.Of(await passwords.ForgotPasswordAsync(input.Text("email"), context.CancellationToken)));

    private Task<object?> ResetAsync(IResolveFieldContext context) => CountedAsync(context, async input =>
        Visit.Of(await passwords.ResetPasswordAsync(input.Text("token"), input.Text("newPassword"), context.CancellationToken), Named("token", "newPassword")));

    private Task<object?> SignInAsync(IResolveFieldContext context) => CountedAsync(context, async input =>
    {
        // Looked at first, so that a cart which cannot be tells nothing about the password.
        var guest = input.Text("sessionId");
        if (guest is not null && !SessionIds.IsOne(guest))
        {
            return Visit.Of((Result<Account>)CartProblems.BadSession);
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
        return Visit.Of(tokens, Named("refreshToken")) with { Tokens = tokens.Value };
    }

    private async Task<object?> SignOutAsync(IResolveFieldContext context)
    {
        await issuer.RevokeAsync(context.Input().Text("refreshToken"), context.CancellationToken);
        return new Visit([]);
    }

    /// <summary>A try at the door, which comes alone in its request and may not come too often, whether there is such an account or not.</summary>
    private static async Task<object?> CountedAsync(IResolveFieldContext context, Func<IDictionary<string, object?>, Task<Visit>> act)
    {
        var input = context.Input();
        return context.Service<DoorTries>().Take(context.Http(), input.Text("email")) is { } refused ? Visit.Of((Result<Account>)refused) : await act(input);
    }

    /// <param name="token">What the input calls a secret that is no good.</param>
    /// <param name="password">What the input calls the password.</param>
    private static Func<Problem, string?> Named(string token, string password = "password") =>
        problem => problem.Field == AccountProblems.PasswordMissing.Field ? password : problem.Field ?? token;

    /// <summary>What became of somebody at the door.</summary>
    private sealed record Visit(IReadOnlyList<UserError> Errors)
    {
        public AccountTokens? Tokens { get; init; }

        /// <summary>Who was let in. The account is read only when it is asked for.</summary>
        public long? AccountId { get; init; }

        public IReadOnlyList<Problem> CartNotes { get; init; } = [];

        /// <param name="field">What the input calls the field of a problem.</param>
        public static Visit Of<T>(Result<T> result, Func<Problem, string?>? field = null) =>
            new([.. result.Problems.Select(problem => UserError.OfInput(problem, field?.Invoke(problem)))]);
    }
}
