using GlpCommerce.Core.Accounts;
using GlpCommerce.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class PasswordsTests
{
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

    private sealed class ServiceShop : IDisposable
    {
        public Passwords Passwords { get; } = new(new PasswordHasher<Account>(
            Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = Passwords.Rounds })));

        public void Dispose() => Passwords.Dispose();
    }
}
