using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Accounts;

/// <summary>Who asks learns nothing about who has an account: not by words, and not by work, which is what time is made of.</summary>
public sealed class SameAnswersTests
{
    private const string Known = "dana@example.com";
    private const string Unknown = "dora@example.com";
    private const string Unconfirmed = "dina@example.com";

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task A_wrong_password_an_unknown_address_a_locked_and_an_unconfirmed_one_cost_and_hear_the_same(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        var wrong = await SeenAsync(shop, () => SignInAsync(shop, Known));
        var unknown = await SeenAsync(shop, () => SignInAsync(shop, Unknown));
        var unconfirmed = await SeenAsync(shop, () => SignInAsync(shop, Unconfirmed));
        for (var i = 0; i < AccountTries.Most; i++)
        {
            await SignInAsync(shop, Known);
            await SignInAsync(shop, Unknown);
        }

        Assert.Equal(wrong, unknown);
        Assert.Equal(wrong, unconfirmed);
        Assert.Equal(wrong, await SeenAsync(shop, () => SignInAsync(shop, Known)));
        Assert.Equal(wrong, await SeenAsync(shop, () => SignInAsync(shop, Known, Some.Password)));
        Assert.Equal(wrong, await SeenAsync(shop, () => SignInAsync(shop, Unknown)));
        Assert.Equal((AccountProblems.NoMatch, 1), (wrong.Answer, wrong.Hashes));
        Assert.Equal(wrong.Hashes, (await SeenAsync(shop, () => SignInAsync(shop, Unknown, new string('x', 1_000_000)))).Hashes);
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Registering_a_new_a_known_and_an_unconfirmed_address_costs_and_hears_the_same(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        var isNew = await SeenAsync(shop, () => RegisterAsync(shop, Unknown));

        Assert.Equal(isNew, await SeenAsync(shop, () => RegisterAsync(shop, Known)));
        Assert.Equal(isNew, await SeenAsync(shop, () => RegisterAsync(shop, Unconfirmed)));
        Assert.Equal((null, 1), (isNew.Answer, isNew.Hashes));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Whoever_registers_an_address_and_tries_that_password_does_not_learn_whether_it_had_an_account(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);
        await RegisterAsync(shop, Known);
        await RegisterAsync(shop, Unknown);

        var known = await SeenAsync(shop, () => SignInAsync(shop, Known, "another long password"));
        var unknown = await SeenAsync(shop, () => SignInAsync(shop, Unknown, "another long password"));

        Assert.Equal(known, unknown);
        Assert.Equal((AccountProblems.NoMatch, 1), (known.Answer, known.Hashes));
    }

    [Theory, MemberData(nameof(TestDatabase.Each), MemberType = typeof(TestDatabase))]
    public async Task Asking_for_a_new_password_costs_and_hears_the_same_for_every_address(DatabaseProvider provider)
    {
        await using var shop = await OpenAsync(provider);

        var known = await SeenAsync(shop, () => ForgotAsync(shop, Known));
        await shop.RunJobsAsync();

        Assert.Equal(known, await SeenAsync(shop, () => ForgotAsync(shop, Unknown)));
        Assert.Equal(known, await SeenAsync(shop, () => ForgotAsync(shop, Unconfirmed)));
        Assert.Equal((null, 0), (known.Answer, known.Hashes));
        Assert.Single(shop.Mail.Sent);
        await shop.RunJobsAsync();
        Assert.Equal([Known, Unconfirmed], shop.Mail.Sent.Select(m => m.To.Mailboxes.Single().Address));
    }

    private static async Task<TestShop> OpenAsync(DatabaseProvider provider)
    {
        var shop = await TestShop.OpenAsync(provider);
        await shop.AccountAsync(Known);
        await RegisterAsync(shop, Unconfirmed);
        await shop.RunJobsAsync();
        // The first to ask pays for what is made once.
        await SignInAsync(shop, "first@example.com");
        shop.Mail.Sent.Clear();
        return shop;
    }

    private static async Task<Problem?> SignInAsync(TestShop shop, string email, string password = "not my password") =>
        (await shop.Get<AccountDoor>().SignInAsync(email, password)).Problem;

    private static async Task<Problem?> RegisterAsync(TestShop shop, string email) =>
        (await shop.Get<AccountEditor>().RegisterAsync(email, "another long password")).Problem;

    private static async Task<Problem?> ForgotAsync(TestShop shop, string email) =>
        (await shop.Get<PasswordEditor>().ForgotPasswordAsync(email)).Problem;

    /// <summary>What an act answers, and what it costs: the statements with their words, and the passwords hashed.</summary>
    private static async Task<(Problem? Answer, int Hashes, string Statements)> SeenAsync(TestShop shop, Func<Task<Problem?>> act)
    {
        var (answer, before) = (default(Problem), shop.Hashing.Count);
        var statements = await shop.Sql.DuringAsync(async () => answer = await act());
        return (answer, shop.Hashing.Count - before, string.Join("\n;\n", statements));
    }
}
