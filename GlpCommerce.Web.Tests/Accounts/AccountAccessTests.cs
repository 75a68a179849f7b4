using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Carts;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Features.Accounts;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class AccountAccessTests(ShopServers servers)
{
    [Theory]
    [InlineData("http", "account")]
    [InlineData("https", "__Host-account")]
    public async Task The_cookie_is_closed_to_script_and_other_sites_and_lives_two_weeks(string scheme, string name)
    {
        var shop = await servers.AnyAsync();
        var account = await shop.AccountAsync();

        var (_, cookies) = await shop.InRequestAsync(
            async context => await BeginAsync(context, account), request => request.Scheme = scheme);
        var cookie = Assert.Single(cookies).ToLowerInvariant();

        Assert.StartsWith($"{name}=".ToLowerInvariant(), cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("; samesite=lax", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/;", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
        Assert.Equal(scheme == "https", cookie.Contains("; secure", StringComparison.Ordinal));
        Assert.InRange(DateTimeOffset.Parse(cookie.Split("expires=")[1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddDays(13.9), DateTimeOffset.UtcNow.AddDays(14.1));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_signed_in_person_costs_no_more_statements_than_a_guest_with_a_cart(DatabaseProvider provider)
    {
        // A shop of its own, whose catalogue nobody changes between two visits.
        await using var shop = await ShopServer.StartAsync(provider);
        var product = await shop.InStockAsync();
        using var guest = shop.NewVisitor();
        using var nobody = shop.NewVisitor();
        using var person = shop.NewVisitor();
        await shop.SignInAsync(person, await shop.AccountAsync());
        foreach (var visitor in new[] { guest, person })
        {
            await (await visitor.ProductAsync(product)).AddToCartAsync();
        }

        foreach (var page in new[] { "/", "/shop", $"/products/{product.Slug}", "/cart", "/checkout" })
        {
            await nobody.OpenAsync(page);
            var asGuest = await shop.Sql.DuringAsync(() => guest.OpenAsync(page));
            var asNobody = await shop.Sql.DuringAsync(() => nobody.OpenAsync(page));
            var asPerson = await shop.Sql.DuringAsync(() => person.OpenAsync(page));

            // Whether the catalogue or the rates have changed is asked once a second, by whoever comes first.
            // The checkout reads the person's addresses.
            Assert.Equal(page == "/checkout" ? 1 : 0, asPerson.Count(IsBook));
            Assert.Equal(Own(asGuest), Own(asPerson.Where(sql => !IsBook(sql))));
            Assert.DoesNotContain(asNobody, sql => sql.Contains("Account", StringComparison.Ordinal));
        }

        static bool IsBook(string sql) => sql.Contains("AccountAddresses", StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_cookie_older_than_five_minutes_is_looked_at_and_ends_with_the_password(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var account = await shop.AccountAsync();
        var (young, old) = (await CookieAsync(shop, account, minutes: 4), await CookieAsync(shop, account, minutes: 6));

        var (before, _) = await WhoAsync(shop, old);
        await shop.Services.GetRequiredService<AccountDoor>().SignOutEverywhereAsync(account.Id);
        var (after, ended) = await WhoAsync(shop, old);

        Assert.Equal(account.Id, before!.AccountId);
        Assert.Null(after);
        Assert.Contains("expires=thu, 01 jan 1970", ended.Single(cookie => cookie.StartsWith("account=", StringComparison.Ordinal)).ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Equal(account.Id, (await WhoAsync(shop, young)).Person?.AccountId);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Identitys_own_user_manager_works_on_the_shops_tables_passkeys_included(DatabaseProvider provider)
    {
        var shop = await servers.OnAsync(provider);
        var account = await shop.AccountAsync();
        var passkey = new UserPasskeyInfo([1, 2, 3, (byte)provider], [4], DateTimeOffset.UtcNow, 1, ["usb"], true, false, false, [5], [6]) { Name = "Phone" };

        var (found, _) = await shop.InRequestAsync(async context =>
        {
            var users = context.RequestServices.GetRequiredService<UserManager<Account>>();
            var user = (await users.FindByEmailAsync(account.Email!.ToUpperInvariant()))!;
            Assert.True((await users.AddToRoleAsync(user, Roles.Manager)).Succeeded);
            Assert.True((await users.AddOrUpdatePasskeyAsync(user, passkey)).Succeeded);
            return await users.FindByPasskeyIdAsync(passkey.CredentialId);
        });

        Assert.Equal(account.Id, found?.Id);
        Assert.Equal([Roles.Manager], (await shop.Services.GetRequiredService<AccountQueries>().FindAsync(account.Id))!.Roles);
    }

    [Fact]
    public async Task A_store_that_is_disposed_twice_takes_no_context_from_whoever_has_it_by_then()
    {
        await using var shop = await TestShop.OpenAsync(DatabaseProvider.Sqlite);
        var store = new AccountStore(shop.Databases);
        var returned = store.Context;
        using (store)
        {
            ((IDisposable)store).Dispose();
            var taken = new List<ShopDb>();
            do
            {
                taken.Add(shop.Db());
            }
            while (!ReferenceEquals(taken[^1], returned) && taken.Count < 100);

            ((IDisposable)store).Dispose();

            Assert.Same(returned, taken[^1]);
            Assert.Empty(await taken[^1].Accounts.ToListAsync());
            taken.ForEach(db => db.Dispose());
        }
    }

    [Fact]
    public async Task While_the_database_is_away_nobody_is_signed_out()
    {
        var shop = await servers.AnyAsync();
        var account = await shop.AccountAsync();
        var old = await CookieAsync(shop, account, minutes: 6);

        var (result, cookies) = await shop.InRequestAsync(
            context =>
            {
                context.RequestServices = new WithoutDatabase(context.RequestServices);
                return context.AuthenticateAsync();
            },
            request => request.Headers.Cookie = old);

        Assert.Equal(account.Id, result.Principal?.AccountId);
        Assert.Empty(cookies);

        var token = (await shop.Services.GetRequiredService<TokenIssuer>().IssueAsync(account)).AccessToken;
        var (byToken, _) = await shop.InRequestAsync(
            context =>
            {
                context.RequestServices = new WithoutDatabase(context.RequestServices);
                return context.AuthenticateAsync();
            },
            request => request.Headers.Authorization = $"Bearer {token}");

        Assert.Equal(account.Id, byToken.Principal?.AccountId);
    }

    [Fact]
    public async Task Nonsense_for_a_cookie_or_a_token_is_nobody()
    {
        var shop = await servers.AnyAsync();
        foreach (var nonsense in Some.Nonsense.Where(text => text.All(letter => letter is > ' ' and <= '~')))
        {
            Assert.Null((await WhoAsync(shop, $"account={nonsense}")).Person);
            Assert.Null((await shop.WhoAsync(request => request.Headers.Authorization = $"Bearer {nonsense}")).Person);
        }
    }

    [Fact]
    public async Task A_request_with_a_token_is_the_tokens_account_and_never_the_cookies()
    {
        var shop = await servers.AnyAsync();
        var (one, other) = (await shop.AccountAsync(), await shop.AccountAsync(Roles.Admin));
        var token = (await shop.Services.GetRequiredService<TokenIssuer>().IssueAsync(one)).AccessToken;
        var cookie = await CookieAsync(shop, other, minutes: 0);

        var (person, _) = await shop.WhoAsync(request => (request.Headers.Cookie, request.Headers.Authorization) = (cookie, $"bearer {token}"));
        var (forged, _) = await shop.WhoAsync(request => (request.Headers.Cookie, request.Headers.Authorization) = (cookie, $"Bearer {token}x"));

        Assert.Equal((one.Id, false), (person!.AccountId, person!.Has(Roles.Staff)));
        Assert.Null(forged);
    }

    [Fact]
    public async Task A_role_has_the_rights_of_those_below_it_by_cookie_and_by_token()
    {
        var shop = await servers.AnyAsync();
        foreach (var (role, rights) in new (string? Role, string[] Rights)[]
        {
            (null, [Roles.Customer]), (Roles.Staff, [Roles.Customer, Roles.Staff]), (Roles.Manager, [Roles.Customer, Roles.Staff, Roles.Manager]), (Roles.Admin, [.. Roles.All]),
        })
        {
            var account = await shop.AccountAsync(role);
            var (cookie, token) = (await CookieAsync(shop, account, minutes: 0), await shop.Services.GetRequiredService<TokenIssuer>().IssueAsync(account));

            Assert.Equal(rights, await RightsAsync(shop, request => request.Headers.Cookie = cookie));
            Assert.Equal(rights, await RightsAsync(shop, request => request.Headers.Authorization = $"Bearer {token.AccessToken}"));
        }

        Assert.Empty(await RightsAsync(shop, _ => { }));
    }

    [Fact]
    public async Task A_signed_in_person_has_one_cart_on_every_device_and_a_guests_is_poured_into_it()
    {
        var shop = await servers.AnyAsync();
        var (account, product) = (await shop.AccountAsync(), await shop.StockAsync(Some.Product()));
        using var phone = shop.NewVisitor();
        using var laptop = shop.NewVisitor();
        await (await phone.ProductAsync(product)).AddToCartAsync(2);
        await (await laptop.ProductAsync(product)).AddToCartAsync(3);

        Assert.Empty(await shop.SignInAsync(phone, account));
        Assert.Empty(await shop.SignInAsync(laptop, account));

        Assert.Equal("5", (await phone.CartAsync()).Quantity(product.Name));
        Assert.Equal("5", (await laptop.CartAsync()).Quantity(product.Name));
        Assert.Equal(5, await shop.Services.GetRequiredService<CartQueries>().CountAsync(shop.Services.GetRequiredService<AccountKeys>().CartSession(account)));
    }

    /// <summary>A shop whose database cannot be asked whether a session still counts.</summary>
    private sealed class WithoutDatabase(IServiceProvider shop) : IServiceProvider, ISecurityStampValidator, IShopDbFactory
    {
        public DatabaseProvider Provider => DatabaseProvider.Postgres;

        public object? GetService(Type serviceType) => serviceType == typeof(ISecurityStampValidator) ? this
            : serviceType == typeof(AccountQueries) ? new AccountQueries(this, shop.GetRequiredService<IOptions<StaffOptions>>())
            : shop.GetService(serviceType);

        public ShopDb Open() => throw new Npgsql.NpgsqlException("The line broke.");

        public Task<T> InTransactionAsync<T>(Func<ShopDb, Task<T>> work, CancellationToken ct = default) => throw new Npgsql.NpgsqlException("The line broke.");

        public Task ValidateAsync(CookieValidatePrincipalContext context) => throw new Npgsql.NpgsqlException("The line broke.");
    }

    private static async Task<bool> BeginAsync(HttpContext context, Account account)
    {
        await context.RequestServices.GetRequiredService<AccountSession>().BeginAsync(account);
        return true;
    }

    /// <summary>The cookie of a session that began, or was last looked at, so long ago.</summary>
    private static async Task<string> CookieAsync(ShopServer shop, Account account, int minutes)
    {
        var properties = new AuthenticationProperties { IsPersistent = true, IssuedUtc = DateTimeOffset.UtcNow.AddMinutes(-minutes) };
        var (_, cookies) = await shop.InRequestAsync(async context =>
        {
            var claims = await context.RequestServices.GetRequiredService<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account);
            var session = await context.RequestServices.GetRequiredService<SessionEditor>().BeginAsync(account, userAgent: null);
            claims.Identities.First().AddClaim(new(AccessClaims.Session, session.ToString()));
            await context.SignInAsync(IdentityConstants.ApplicationScheme, claims, properties);
            return true;
        });
        return Assert.Single(cookies).Split(';')[0];
    }

    /// <summary>Without the look at the version of catalogue and rates, which is taken once in a while, whoever comes.</summary>
    private static IEnumerable<string> Own(IEnumerable<string> statements) =>
        statements.Where(sql => !sql.Contains("CatalogState", StringComparison.Ordinal) && !sql.Contains("RateCard", StringComparison.Ordinal)).Order();

    private static Task<(System.Security.Claims.ClaimsPrincipal? Person, IReadOnlyList<string> Cookies)> WhoAsync(ShopServer shop, string cookie) =>
        shop.WhoAsync(request => request.Headers.Cookie = cookie);

    private static async Task<List<string>> RightsAsync(ShopServer shop, Action<HttpRequest> prepare)
    {
        var person = (await shop.WhoAsync(prepare)).Person ?? new();
        var rights = new List<string>();
        foreach (var role in Roles.All)
        {
            var allowed = await shop.InRequestAsync(context => context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(person, role));
            if (allowed.Done.Succeeded)
            {
                rights.Add(role);
            }
        }

        return rights;
    }
}
