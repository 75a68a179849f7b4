using GlpCommerce.Core.Accounts;
using GraphQL.Utilities;

namespace GlpCommerce.Web.Api.Accounts;

/// <summary>The fields of an account and of its tokens.</summary>
internal static class AccountFields
{
    public static void Describe(TypeSettings types)
    {
        new Fields<AccountView>(types, "Account")
            .Read("email", account => account.Email)
            .Read("emailConfirmed", account => account.EmailConfirmed)
            .Read("roles", account => account.Roles)
            .Find("cartSessionId", (context, account) => context.Service<AccountKeys>().CartSession(account.CartSeed));
        new Fields<AccountTokens>(types, "Tokens")
            .Read("accessToken", tokens => tokens.AccessToken)
            .Read("expiresIn", _ => (int)AccessTokens.Life.TotalSeconds)
            .Read("refreshToken", tokens => tokens.RefreshToken);
    }
}
