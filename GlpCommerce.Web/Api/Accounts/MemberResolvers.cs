using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Web.Features.Accounts;
using GraphQL;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Accounts;

/// <summary>Answers whoever is signed in about their own account, as its page does.</summary>
internal sealed class MemberResolvers(AccountQueries accounts, PasswordEditor passwords, AccountDoor door, TokenIssuer issuer)
{
    private static readonly Problem SignInFirst = new("auth.required", "Sign in first.");

    /// <summary>Ties the schema's fields to their answers.</summary>
    public static void Describe(TypeSettings types)
    {
        new Fields<object?>(types, "Query").Ask("me", async (context, _) => await Of(context).HereAsync(context));
        new Fields<object?>(types, "Mutation")
            .Ask("changePassword", (context, _) => Of(context).ChangePasswordAsync(context))
            .Ask("signOutEverywhere", (context, _) => Of(context).SignOutEverywhereAsync(context));
        new Fields<Visit>(types, "ChangePasswordPayload")
            .Read("tokens", visit => visit.Tokens)
            .Ask("account", async (context, visit) => visit.AccountId is { } id ? await Of(context).FindAsync(context, id) : null)
            .Read("errors", visit => visit.Errors);
        new Fields<Visit>(types, "SignOutEverywherePayload").Read("errors", visit => visit.Errors);
    }

    private static MemberResolvers Of(IResolveFieldContext context) => context.Service<MemberResolvers>();

    /// <summary>Nobody for a sign-in that has ended, although its token or cookie may live on for minutes: the answer holds the secret of the account's cart.</summary>
    private async Task<AccountView?> HereAsync(IResolveFieldContext context)
    {
        var user = context.Http().User;
        return user.AccountId is { } id && await FindAsync(context, id) is { } account && account.StampVersion == user.StampVersion ? account : null;
    }

    private Task<AccountView?> FindAsync(IResolveFieldContext context, long accountId) => accounts.FindAsync(accountId, context.CancellationToken);

    private Task<object?> ChangePasswordAsync(IResolveFieldContext context) => DoorTries.CountedAsync(context, async input =>
    {
        if (await HereAsync(context) is not { } account)
        {
            return Nobody(context);
        }

        var changed = await passwords.ChangePasswordAsync(account.Id, input.Text("currentPassword"), input.Text("newPassword"), context.CancellationToken);
        return changed switch
        {
            // It is another one since it was read.
            { Problem: { } problem } when problem == AccountProblems.Gone => Nobody(context),
            { Value: { } known } => new Visit([]) { Tokens = await issuer.IssueAsync(known, context.CancellationToken), AccountId = known.Id },
            _ => Visit.Of(changed, Visit.Named("currentPassword", "newPassword")),
        };
    });

    private async Task<object?> SignOutEverywhereAsync(IResolveFieldContext context)
    {
        if (await HereAsync(context) is not { } account)
        {
            return Nobody(context);
        }

        await door.SignOutEverywhereAsync(account.Id, context.CancellationToken);
        return new Visit([]);
    }

    private static Visit Nobody(IResolveFieldContext context) => Visit.Of(context.EndedSignIn() ?? SignInFirst);
}
