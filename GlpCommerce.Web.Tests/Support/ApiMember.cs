using System.Text.Json;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>What somebody with an account does over the API alone.</summary>
internal static class ApiMember
{
    /// <summary>Sends one of the mutations about accounts.</summary>
    /// <param name="name">Such as <c>signIn</c>.</param>
    /// <param name="fields">What to ask of the payload beside its errors.</param>
    public static Task<JsonElement> AccountAsync(this ApiShopper shopper, string name, object input, string fields = "") => shopper.AskAsync(
        $"mutation ($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ {fields} errors {{ code message field }} }} }}", new { input });

    public static Task<JsonElement> RegisterAsync(this ApiShopper shopper, string email, string password = Some.Password) =>
        shopper.AccountAsync("register", new { email, password });

    public static async Task<JsonElement> SignInAsync(this ApiShopper shopper, string email, string password = Some.Password, string? sessionId = null)
    {
        var signedIn = await shopper.AccountAsync(
            "signIn", new { email, password, sessionId }, "tokens { accessToken expiresIn refreshToken } account { email emailConfirmed roles cartSessionId } cartNotes");
        shopper.Bearer = signedIn.Access() ?? shopper.Bearer;
        return signedIn;
    }

    public static Task<JsonElement> RefreshAsync(this ApiShopper shopper, string refreshToken) =>
        shopper.AccountAsync("refreshTokens", new { refreshToken }, "tokens { accessToken expiresIn refreshToken }");

    public static Task<JsonElement> MeAsync(this ApiShopper shopper) => shopper.AskAsync("{ me { email emailConfirmed roles cartSessionId } }");

    /// <summary>Opens an account whose address is confirmed.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> JoinAsync(this ApiShopper shopper, ShopServer shop, string? email = null)
    {
        email ??= Members.NewAddress();
        Assert.Empty((await shopper.RegisterAsync(email)).Errors());
        Assert.Empty((await shopper.AccountAsync("confirmEmail", new { token = await shop.LinkTokenAsync("confirm", email) })).Errors());
        return email;
    }

    public static string? Access(this JsonElement payload) => TokenOf(payload, "accessToken");

    public static string? Refresh(this JsonElement payload) => TokenOf(payload, "refreshToken");

    /// <summary>What the link in the newest e-mail to an address carries.</summary>
    /// <param name="page">Where the link leads, such as <c>confirm</c>.</param>
    public static async Task<string> LinkTokenAsync(this ShopServer shop, string page, string email) => (await shop.LinkAsync(page, email)).Split("token=")[1];

    private static string? TokenOf(JsonElement payload, string name) =>
        payload.GetProperty("tokens") is { ValueKind: JsonValueKind.Object } tokens ? tokens.GetProperty(name).GetString() : null;
}
