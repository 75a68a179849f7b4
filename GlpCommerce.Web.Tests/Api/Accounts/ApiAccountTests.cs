using System.Text.Json;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Api.Accounts;

public sealed class ApiAccountTests(ShopServers servers)
{
    private const string New = "another long password";
    private const string Everywhere = "mutation { signOutEverywhere { errors { code field } } }";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_account_is_opened_confirmed_and_signed_in_to(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        var email = Members.NewAddress();

        Assert.Empty((await member.RegisterAsync(email)).Errors());
        Assert.Equal(["account.mismatch -"], (await member.SignInAsync(email)).Errors());
        Assert.Empty((await member.AccountAsync("confirmEmail", new { token = await shop.LinkTokenAsync("confirm", email) })).Errors());
        var signedIn = await member.SignInAsync(email);
        var me = await member.MeAsync();

        Assert.Empty(signedIn.Errors());
        Assert.Equal(600, signedIn.GetProperty("tokens").GetProperty("expiresIn").GetInt32());
        Assert.Equal(signedIn.GetProperty("account").ToString(), me.ToString());
        Assert.Equal((email, true, """["customer"]"""), (me.GetProperty("email").GetString(), me.GetProperty("emailConfirmed").GetBoolean(), me.GetProperty("roles").ToString()));
        Assert.True(Core.Carts.SessionIds.IsOne(me.GetProperty("cartSessionId").GetString()));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_guests_cart_is_poured_into_the_accounts_which_is_the_same_on_every_device(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var product = await shop.StockAsync(Some.Product(stock: 200));
        using var phone = ApiShopper.At(shop);
        using var tablet = ApiShopper.At(shop);
        var email = await phone.JoinAsync(shop);
        await phone.AddAsync(product, 60);
        await tablet.AddAsync(product, 60);

        var first = await phone.SignInAsync(email, sessionId: phone.Session);
        var second = await tablet.SignInAsync(email, sessionId: tablet.Session);
        var sessionId = (await tablet.MeAsync()).GetProperty("cartSessionId").GetString()!;

        Assert.Equal(sessionId, first.GetProperty("account").GetProperty("cartSessionId").GetString());
        Assert.Equal("[]", first.GetProperty("cartNotes").ToString());
        Assert.Contains($"21 of {product.Name}", Assert.Single(second.GetProperty("cartNotes").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal((99, 0, 0), (await CountAsync(phone, sessionId), await CountAsync(phone, phone.Session), await CountAsync(tablet, tablet.Session)));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_refresh_token_works_once_and_its_lost_answer_is_given_again(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        var first = (await member.SignInAsync(await member.JoinAsync(shop))).Refresh()!;

        var second = (await member.RefreshAsync(first)).Refresh()!;
        var again = (await member.RefreshAsync(first)).Refresh();
        var third = (await member.RefreshAsync(second)).Refresh()!;

        Assert.Equal(second, again);
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        // Somebody who has an old one ends the sign-in for everybody who has a younger one.
        Assert.Equal(["token.dead input.refreshToken"], (await member.RefreshAsync(first)).Errors());
        Assert.Equal(["token.dead input.refreshToken"], (await member.RefreshAsync(third)).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Signing_out_ends_this_sign_in_and_no_other(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        var email = await member.JoinAsync(shop);
        var (here, elsewhere) = ((await member.SignInAsync(email)).Refresh()!, (await member.SignInAsync(email)).Refresh()!);

        Assert.Empty((await member.AccountAsync("signOut", new { refreshToken = here })).Errors());
        Assert.Empty((await member.AccountAsync("signOut", new { refreshToken = here })).Errors());

        Assert.Equal(["token.dead input.refreshToken"], (await member.RefreshAsync(here)).Errors());
        Assert.Empty((await member.RefreshAsync(elsewhere)).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_is_set_by_the_link_and_ends_every_sign_in(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        var email = await member.JoinAsync(shop);
        var refresh = (await member.SignInAsync(email)).Refresh()!;

        Assert.Empty((await member.AccountAsync("requestPasswordReset", new { email })).Errors());
        var token = await shop.LinkTokenAsync("reset", email);
        Assert.Equal(["password.short input.newPassword"], (await member.AccountAsync("resetPassword", new { token, newPassword = "short" })).Errors());
        Assert.Equal(["password.missing input.newPassword"], (await member.AccountAsync("resetPassword", new { token, newPassword = "" })).Errors());
        Assert.Empty((await member.AccountAsync("resetPassword", new { token, newPassword = New })).Errors());

        Assert.Equal(["link.dead input.token"], (await member.AccountAsync("resetPassword", new { token, newPassword = New })).Errors());
        Assert.Equal(["token.dead input.refreshToken"], (await member.RefreshAsync(refresh)).Errors());
        Assert.Equal(["account.mismatch -"], (await member.SignInAsync(email)).Errors());
        Assert.Empty((await member.SignInAsync(email, New)).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_new_password_is_set_with_the_present_one_and_only_this_sign_in_goes_on(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        using var elsewhere = ApiShopper.At(shop);
        var email = await member.JoinAsync(shop);
        var refresh = (await elsewhere.SignInAsync(email)).Refresh()!;
        await member.SignInAsync(email);
        var cart = (await member.MeAsync()).Text("cartSessionId");

        Assert.Equal(["password.wrong input.currentPassword"], (await ChangeAsync(member, "not my password", New)).Errors());
        Assert.Equal(["password.missing input.currentPassword", "password.short input.newPassword"], (await ChangeAsync(member, "", "short")).Errors());
        var changed = await ChangeAsync(member, Some.Password, New);

        Assert.Empty(changed.Errors());
        Assert.NotEqual(cart, changed.Text("account.cartSessionId"));
        Assert.Equal(["token.dead -"], (await ChangeAsync(member, New, Some.Password)).Errors());
        member.Bearer = changed.Access();
        Assert.Equal(changed.Text("account.cartSessionId"), (await member.MeAsync()).Text("cartSessionId"));
        Assert.Equal(["token.dead input.refreshToken"], (await elsewhere.RefreshAsync(refresh)).Errors());
        Assert.Equal(["account.mismatch -"], (await elsewhere.SignInAsync(email)).Errors());
        Assert.Empty((await elsewhere.SignInAsync(email, New)).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Signing_out_everywhere_ends_every_sign_in(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        using var elsewhere = ApiShopper.At(shop);
        var email = await member.JoinAsync(shop);
        string[] refresh = [(await member.SignInAsync(email)).Refresh()!, (await elsewhere.SignInAsync(email)).Refresh()!];

        Assert.Empty((await member.AskAsync(Everywhere)).Errors());

        Assert.Equal(["token.dead -"], (await member.AskAsync(Everywhere)).Errors());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), ((await member.MeAsync()).ValueKind, (await elsewhere.MeAsync()).ValueKind));
        Assert.Equal(["token.dead input.refreshToken"], (await member.RefreshAsync(refresh[0])).Errors());
        Assert.Equal(["token.dead input.refreshToken"], (await member.RefreshAsync(refresh[1])).Errors());
    }

    [Fact]
    public async Task Who_is_not_signed_in_changes_no_account()
    {
        using var stranger = ApiShopper.At(await servers.AnyAsync());

        Assert.Equal(["auth.required -"], (await stranger.AskAsync(Everywhere)).Errors());
        Assert.Equal(["auth.required -"], (await ChangeAsync(stranger, Some.Password, New)).Errors());
    }

    [Theory]
    [InlineData("register", "{\"email\": \"nobody\", \"password\": \"short\"}", "email.invalid input.email", "password.short input.password")]
    [InlineData("register", "{\"email\": \"dana@example.com\", \"password\": \"\"}", "password.missing input.password")]
    [InlineData("register", "{\"email\": \"dana@example.com\", \"password\": \"111111111111\"}", "password.common input.password")]
    [InlineData("register", "{\"email\": \"dana@example.com\\u0000\", \"password\": \"x\"}")]
    [InlineData("signIn", "{\"email\": \"\", \"password\": \"\"}", "email.invalid input.email", "password.missing input.password")]
    [InlineData("signIn", "{\"email\": \"dana@example.com\", \"password\": \"a long password\", \"sessionId\": \"short\"}", "session.invalid input.sessionId")]
    [InlineData("confirmEmail", "{\"token\": \"' OR 1=1 --\"}", "link.dead input.token")]
    [InlineData("confirmEmail", "{\"token\": \"abcdefghijklmnopqrstuvwxyz0123456789\"}", "link.dead input.token")]
    [InlineData("resetPassword", "{\"token\": \"\", \"newPassword\": \"short\"}", "link.dead input.token")]
    [InlineData("requestPasswordReset", "{\"email\": \"@\"}", "email.invalid input.email")]
    [InlineData("refreshTokens", "{\"refreshToken\": \"\"}", "token.dead input.refreshToken")]
    public async Task What_cannot_be_is_refused_at_its_place(string mutation, string input, params string[] errors)
    {
        using var stranger = ApiShopper.At(await servers.AnyAsync());

        var answer = await stranger.AnswerAsync(
            $"mutation ($input: {char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input!) {{ {mutation}(input: $input) {{ errors {{ code field }} }} }}",
            new { input = JsonSerializer.Deserialize<JsonElement>(input) });

        // A text with a NUL is refused before anybody looks at it.
        Assert.Equal(errors.Length == 0, answer.TryGetProperty("errors", out _));
        Assert.Equal(errors, errors.Length == 0 ? [] : answer.GetProperty("data").GetProperty(mutation).Errors());
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_link_for_one_purpose_is_none_for_another(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        var email = Members.NewAddress();
        await member.RegisterAsync(email);
        var token = await shop.LinkTokenAsync("confirm", email);

        Assert.Equal(["link.dead input.token"], (await member.AccountAsync("resetPassword", new { token, newPassword = New })).Errors());
        Assert.Empty((await member.AccountAsync("confirmEmail", new { token })).Errors());
        Assert.Equal(["link.dead input.token"], (await member.AccountAsync("confirmEmail", new { token })).Errors());
    }

    [Theory]
    [InlineData("signIn", "account.mismatch")]
    [InlineData("register", null)]
    public async Task One_act_at_the_door_is_tried_in_a_request(string mutation, string? first)
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, (Operations.SignInLimits.Key, $"{Operations.SignInLimits.Default}"));
        using var stranger = ApiShopper.At(shop);
        var act = (int i) => $"g{i}: {mutation}(input: {{ email: \"dana{i}@example.com\", password: \"a long password {i}\" }}) {{ errors {{ code }} }}";
        var hashed = shop.Hashing.Count;

        var answer = await stranger.AnswerAsync($"mutation {{ {string.Join(' ', Enumerable.Range(0, 10).Select(act))} }}");

        var codes = answer.GetProperty("data").EnumerateObject().Select(g => g.Value.GetProperty("errors").EnumerateArray().Select(e => e.Text("code")).SingleOrDefault()).ToList();
        Assert.Equal([first, .. Enumerable.Repeat("account.one_at_a_time", 9)], codes);
        Assert.Equal(1, shop.Hashing.Count - hashed);
    }

    [Fact]
    public async Task Tries_at_the_door_are_counted_over_requests_and_by_account()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite, (Operations.SignInLimits.Key, "3"));
        using var stranger = ApiShopper.At(shop);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(["account.mismatch -"], (await stranger.SignInAsync("dana@example.com")).Errors());
        }

        Assert.Equal(["rate.limited -"], (await stranger.SignInAsync("dana@example.com")).Errors());
        Assert.Equal(["rate.limited -"], (await stranger.RegisterAsync("DANA@example.com")).Errors());
        Assert.Equal(["account.mismatch -"], (await stranger.SignInAsync("robin@example.com")).Errors());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sZXMiOlsiYWRtaW4iXX0.")]
    public async Task Nobody_is_nobody(string? bearer)
    {
        using var stranger = ApiShopper.At(await servers.AnyAsync());
        stranger.Bearer = bearer;

        Assert.Equal(JsonValueKind.Null, (await stranger.MeAsync()).ValueKind);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task An_account_costs_three_statements_whatever_of_it_is_asked(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        using var member = ApiShopper.At(shop);
        await member.SignInAsync(await member.JoinAsync(shop));

        // Whether the token counts, the account, and its roles.
        Assert.Equal(3, (await shop.Sql.DuringAsync(() => member.MeAsync())).Count);
        Assert.Equal(3, (await shop.Sql.DuringAsync(() => member.AskAsync("{ me { email } }"))).Count);
    }

    [Fact]
    public async Task No_address_password_or_token_stands_in_the_log()
    {
        await using var shop = await ShopServer.StartAsync(DatabaseProvider.Sqlite);
        using var member = ApiShopper.At(shop);
        var email = await member.JoinAsync(shop);
        var signedIn = await member.SignInAsync(email);
        await member.RefreshAsync(signedIn.Refresh()!);
        await member.SignInAsync(email, "a wrong password");

        Assert.All(
            [email, Some.Password, "a wrong password", signedIn.Access()!, signedIn.Refresh()!, await shop.LinkTokenAsync("confirm", email)],
            secret => Assert.DoesNotContain(shop.Log.AsOperated(), line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static Task<JsonElement> ChangeAsync(ApiShopper member, string currentPassword, string newPassword) => member.AccountAsync(
        "changePassword", new { currentPassword, newPassword }, "tokens { accessToken } account { cartSessionId }");

    private static async Task<int> CountAsync(ApiShopper shopper, string sessionId) =>
        (await shopper.AskAsync("query ($sessionId: String!) { cart(sessionId: $sessionId) { count } }", new { sessionId })).GetProperty("count").GetInt32();
}
