using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Accounts;

/// <summary>The accounts of the shop.</summary>
public sealed class AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>Base64 of 32 bytes or more; empty for a key of the shop's own under the data path.</summary>
    public string SigningKey { get; set; } = "";
}

/// <summary>
/// What only this shop can compute, from one key: it signs access tokens, and it makes the secrets that are kept nowhere.
/// Each use has a key of its own, so that what is seen of one tells nothing of another.
/// </summary>
public sealed class AccountKeys
{
    /// <summary>What a setting that is no key is answered with; it does not repeat the setting, which is a secret.</summary>
    public const string BadSetting = "Accounts:SigningKey must be base64 of 32 bytes or more, such as 'openssl rand -base64 32' prints.";

    private const int LeastBytes = 32;
    private const string File = "accounts.key";

    private readonly byte[] _key;

    private AccountKeys(byte[] key) => _key = key;

    /// <summary>Signs access tokens.</summary>
    public byte[] Signing => HMACSHA256.HashData(_key, "access-tokens"u8);

    /// <summary>Seals the audit log.</summary>
    public byte[] Audit => HMACSHA256.HashData(_key, "audit"u8);

    /// <summary>Seals the secrets of authenticator apps.</summary>
    internal byte[] TwoFactor => HMACSHA256.HashData(_key, "two-factor"u8);

    /// <summary>The configured key, or else the one under the data path, which the first start makes.</summary>
    /// <exception cref="StartupException">What should be a key is none.</exception>
    public static AccountKeys Load(AccountOptions options, DataFolder folder)
    {
        if (options.SigningKey.Length > 0)
        {
            return new AccountKeys(Read(options.SigningKey) ?? throw new StartupException(BadSetting));
        }

        var path = Path.Combine(folder.Keys, File);
        if (!System.IO.File.Exists(path))
        {
            Make(path);
        }

        return new AccountKeys(Read(System.IO.File.ReadAllText(path))
            ?? throw new StartupException($"The file '{path}' is no key: put the old one back, or delete it, and everybody signs in anew with an empty cart."));
    }

    /// <summary>The bytes of a written key, or null for something that is none.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length >= LeastBytes ? bytes[..length] : null;
    }

    /// <summary>The secret session of an account's cart: the same on every device, and nowhere kept.</summary>
    public string CartSession(Account account) => CartSession(account.CartSeed);

    /// <param name="cartSeed">The account's <see cref="Account.CartSeed"/>.</param>
    public string CartSession(string cartSeed) => Make("cart:", cartSeed);

    /// <summary>What makes a link in an e-mail genuine. With another password, no older link is.</summary>
    internal string Link(AccountMail mail, Account account) => Make("link:", $"{mail.Kind}:{mail.Id:N}:{account.SecurityStamp}");

    /// <summary>Under what the tries of an address are counted.</summary>
    internal string Tries(string emailKey) => Make("tries:", emailKey);

    /// <summary>The refresh token that comes after this one: always the same, so that a lost answer can be given again.</summary>
    internal string NextRefresh(string token) => Make("refresh:", token);

    /// <summary>Opens an order that somebody placed signed in. Nothing that a client holds makes it: the cart's session may be known to others.</summary>
    internal string OrderAccess(string publicId) => Make("order-access:", publicId);

    /// <summary>What makes the code of an e-mail that opens an order: it is kept nowhere, and its row tells nothing of it.</summary>
    internal byte[] OrderCode(long orderId, DateTime createdAt) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"order-code:{orderId}:{createdAt.Ticks}"));

    /// <summary>What is kept of an order's code. A code is short: who reads the table without the key cannot find it by trying.</summary>
    internal string OrderCodeHash(long orderId, string code) => Make("order-code-hash:", $"{orderId}:{code}");

    private string Make(string use, string of) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(use + of)));

    /// <summary>A start that dies while writing must not leave half a key behind.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LeastBytes))));
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(draft, path);
    }
}
