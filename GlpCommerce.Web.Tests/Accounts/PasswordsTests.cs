using GlpCommerce.Core.Accounts;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class PasswordsTests
{
    private static readonly IOptions<PasswordHasherOptions> Rounds = Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Rounds });

    [Theory]
    [InlineData("four words in a row")]
    [InlineData("  spaces count, too  ")]
    [InlineData("пароль из слов")]
    [InlineData("🥕🥦🍋🍇🥝🥑🥕🥦🍋🍇🥝🥑")]
    [InlineData("' OR 1=1; --'")]
    public void Any_twelve_signs_will_do(string password) => Assert.Null(Passwords.Refuse(password, "dana@example.com"));

    [Theory]
    [InlineData(null, "password.missing")]
    [InlineData("", "password.missing")]
    [InlineData("eleven sig.", "password.short")]
    [InlineData("🥕🥦🍋🍇🥝🥑", "password.short")]
    [InlineData("Password1234", "password.common")]
    [InlineData("qwertyuiop12", "password.common")]
    [InlineData("aaaaaaaaaaaaaaaa", "password.common")]
    [InlineData("abababababababab", "password.common")]
    [InlineData("Dana@Example.com", "password.common")]
    [InlineData("twelve signs\ud800", "password.invalid")]
    [InlineData("twelve signs\ufffe", "password.invalid")]
    public void What_cannot_be_a_password_is_told_why(string? password, string code) =>
        Assert.Equal(code, Passwords.Refuse(password, "dana@example.com")?.Code);

    [Fact]
    public void A_password_may_have_a_hundred_and_twenty_eight_signs()
    {
        var longest = string.Concat(Enumerable.Range(0, Passwords.Longest).Select(i => (char)('a' + (i % 26))));

        Assert.Null(Passwords.Refuse(longest, ""));
        Assert.Equal(AccountProblems.PasswordLong, Passwords.Refuse(longest + "x", ""));
        Assert.Equal(AccountProblems.PasswordLong, Passwords.Refuse(new string('x', 1_000_000), ""));
        Assert.All(Some.Nonsense, nonsense => _ = Passwords.Refuse(nonsense, nonsense));
    }

    [Fact]
    public async Task A_password_is_kept_as_a_slow_hash_and_the_same_one_never_twice_as_the_same()
    {
        using var shop = new ServiceShop();
        var (first, second) = (await shop.Passwords.HashAsync(Some.Password, default), await shop.Passwords.HashAsync(Some.Password, default));
        var kept = Convert.FromBase64String(first);

        Assert.NotEqual(first, second);
        // Identity's third format: its mark, HMAC-SHA512, and the rounds.
        Assert.Equal([1, 0, 0, 0, 2, .. BitConverter.GetBytes(Passwords.Rounds).Reverse()], kept[..9]);
        Assert.True(await shop.Passwords.MatchAsync(first, Some.Password, default));
        Assert.False(await shop.Passwords.MatchAsync(first, Some.Password + " ", default));
        Assert.False(await shop.Passwords.MatchAsync(null, Some.Password, default));
    }

    [Fact]
    public async Task Where_there_is_no_account_a_password_is_compared_once_with_what_looks_like_any_hash()
    {
        var hasher = new Watched();
        using var passwords = new Passwords(hasher, Rounds);

        Assert.False(await passwords.MatchAsync(null, Some.Password, default));

        var (kept, decoy) = (Convert.FromBase64String(hasher.HashPassword(new Account { CartSeed = "" }, Some.Password)), Convert.FromBase64String(Assert.Single(hasher.Compared)));
        Assert.Equal(kept.Length, decoy.Length);
        Assert.Equal(kept[..13], decoy[..13]);
        Assert.Equal(1, hasher.Hashed);
    }

    /// <summary>Remembers what a password was compared with, and how often one was hashed.</summary>
    private sealed class Watched : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _hasher = new(Rounds);

        public List<string> Compared { get; } = [];

        public int Hashed { get; private set; }

        public string HashPassword(Account user, string password)
        {
            Hashed++;
            return _hasher.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Compared.Add(hashedPassword);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    private sealed class ServiceShop : IDisposable
    {
        public Passwords Passwords { get; } = new(new PasswordHasher<Account>(Rounds), Rounds);

        public void Dispose() => Passwords.Dispose();
    }
}
