using System.Security.Cryptography;
using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Web.Tests.Accounts;

public sealed class AccountKeysTests : IDisposable
{
    private static readonly Account Dana = new() { CartSeed = "seed" };

    private readonly DataFolder _folder = new(Path.Combine(Path.GetTempPath(), $"keys-{Guid.NewGuid():N}"));

    private string KeyFile => Path.Combine(_folder.Keys, "accounts.key");

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_reads_and_the_next_one_finds_it()
    {
        var first = AccountKeys.Load(new AccountOptions(), _folder);
        var second = AccountKeys.Load(new AccountOptions(), _folder);

        Assert.Equal(first.CartSession(Dana), second.CartSession(Dana));
        Assert.Equal(first.Signing, second.Signing);
        Assert.Equal(32, AccountKeys.Read(File.ReadAllText(KeyFile))!.Length);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(KeyFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(KeyFile, Assert.Single(Directory.GetFiles(_folder.Keys)));
    }

    [Fact]
    public void A_configured_key_is_the_same_on_every_machine_and_leaves_no_file()
    {
        var options = new AccountOptions { SigningKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)) };

        Assert.Equal(AccountKeys.Load(options, _folder).CartSession(Dana), AccountKeys.Load(options, new DataFolder("elsewhere")).CartSession(Dana));
        Assert.False(Directory.Exists(_folder.Keys));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bm90IGxvbmcgZW5vdWdo")]
    [InlineData("this is no base64, but it is long enough for a key!")]
    public void A_file_that_is_no_key_stops_the_start_with_a_sentence(string content)
    {
        Directory.CreateDirectory(_folder.Keys);
        File.WriteAllText(KeyFile, content);

        Assert.Contains(KeyFile, Assert.Throws<StartupException>(() => AccountKeys.Load(new AccountOptions(), _folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder.Path))
        {
            Directory.Delete(_folder.Path, recursive: true);
        }
    }
}
