using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class SignInTests
{
    private const string Email = "dana@example.com";
    private const string Wrong = "not my password";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task After_five_wrong_passwords_the_right_one_does_not_count_until_fifteen_minutes_have_passed(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        for (var i = 0; i < AccountTries.Most; i++)
        {
            Assert.Equal(AccountProblems.NoMatch, await TryAsync(shop, Wrong));
            shop.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(AccountProblems.NoMatch, await TryAsync(shop, Some.Password));
        shop.Clock.Advance(TimeSpan.FromMinutes(13));
        // What is tried while it is locked makes the wait no longer.
        Assert.Equal(AccountProblems.NoMatch, await TryAsync(shop, Some.Password));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await TryAsync(shop, Some.Password));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_right_password_makes_the_wrong_ones_before_it_forgotten(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);

        for (var i = 0; i < 3; i++)
        {
            for (var wrong = 0; wrong < AccountTries.Most - 1; wrong++)
            {
                Assert.NotNull(await TryAsync(shop, Wrong));
            }

            Assert.Null(await TryAsync(shop, Some.Password));
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Wrong_passwords_count_together_as_long_as_less_than_fifteen_minutes_lie_between_them(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        for (var i = 0; i < AccountTries.Most; i++)
        {
            await TryAsync(shop, Wrong);
            shop.Clock.Advance(TimeSpan.FromMinutes(14));
        }

        Assert.NotNull(await TryAsync(shop, Some.Password));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await TryAsync(shop, Wrong);
        shop.Clock.Advance(TimeSpan.FromMinutes(15));
        await TryAsync(shop, Wrong);

        Assert.Null(await TryAsync(shop, Some.Password));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Of_thirty_guesses_at_once_five_are_looked_at(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        string[] guesses = [.. Enumerable.Repeat(Wrong, AccountTries.Most)];
        await Task.WhenAll(guesses.Select(guess => Task.Run(() => TryAsync(shop, guess))));

        var answers = await Task.WhenAll(Enumerable.Repeat(Some.Password, 25).Select(guess => Task.Run(() => TryAsync(shop, guess))));

        Assert.All(answers, answer => Assert.Equal(AccountProblems.NoMatch, answer));
        await using var db = shop.Db();
        Assert.Equal(AccountTries.Most + 1, (await db.SignInTries.SingleAsync()).Failures);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_try_that_is_given_up_in_a_crowd_before_its_password_was_looked_at_is_none(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        await TryAsync(shop, Wrong);

        await GiveUpAsync(shop, counted: 2);

        Assert.Equal(1, await FailuresAsync(shop));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Giving_up_opens_no_lock(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);
        for (var i = 0; i < AccountTries.Most; i++)
        {
            await TryAsync(shop, Wrong);
        }

        await GiveUpAsync(shop, counted: AccountTries.Most + 1);

        Assert.Equal(AccountTries.Most + 1, await FailuresAsync(shop));
        Assert.Equal(AccountProblems.NoMatch, await TryAsync(shop, Some.Password));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Nonsense_for_a_password_is_a_wrong_password_and_for_an_address_no_address(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email);

        foreach (var nonsense in Some.Nonsense.Append(new string('\ud800', 500_000)))
        {
            var problem = await TryAsync(shop, nonsense);
            Assert.Equal(nonsense.Length == 0 ? AccountProblems.PasswordMissing : AccountProblems.NoMatch, problem);
            Assert.Equal("email.invalid", (await shop.Get<AccountDoor>().SignInAsync(nonsense, Some.Password)).Problem?.Code);
        }
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task The_same_password_typed_on_another_keyboard_is_the_same(DatabaseProvider provider)
    {
        await using var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Email, "caf\u00e9 au lait, please");

        Assert.Null(await TryAsync(shop, "cafe\u0301 au lait, please"));
        Assert.NotNull(await TryAsync(shop, "cafe au lait, please"));
    }

    /// <summary>Tries a password while others take up every core, and gives up.</summary>
    /// <param name="counted">How many tries there are when this one waits.</param>
    private static async Task GiveUpAsync(TestShop shop, int counted)
    {
        using var gate = new ManualResetEventSlim();
        using var end = new CancellationTokenSource();
        var hashing = 0;
        shop.Hashing.Meanwhile = () =>
        {
            Interlocked.Increment(ref hashing);
            gate.Wait();
        };
        var crowd = Enumerable.Range(0, Passwords.Cores).Select(i => Task.Run(() => shop.Get<AccountDoor>().SignInAsync($"other{i}@example.com", Wrong))).ToList();
        try
        {
            await Poll.UntilAsync(() => Task.FromResult(Volatile.Read(ref hashing)), n => n == Passwords.Cores, "every core to be taken");
            var late = Task.Run(() => shop.Get<AccountDoor>().SignInAsync(Email, Wrong, end.Token));
            await Poll.UntilAsync(() => FailuresAsync(shop), n => n == counted, "the try to be counted");
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        }
        finally
        {
            shop.Hashing.Meanwhile = null;
            gate.Set();
            await Task.WhenAll(crowd);
        }
    }

    private static async Task<int> FailuresAsync(TestShop shop)
    {
        var key = shop.Get<AccountKeys>().Tries(Core.Common.EmailAddress.Key(Email));
        await using var db = shop.Db();
        return await db.SignInTries.Where(t => t.Key == key).Select(t => t.Failures).SingleOrDefaultAsync();
    }

    private static async Task<Core.Common.Problem?> TryAsync(TestShop shop, string password) =>
        (await shop.Get<AccountDoor>().SignInAsync(Email, password)).Problem;
}
