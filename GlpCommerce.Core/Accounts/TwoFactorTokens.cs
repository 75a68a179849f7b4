using System.Globalization;
using System.Security.Cryptography;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// What is kept of second factors, in Identity's table of tokens: the app's secret sealed under the shop's key, the last step
/// that counted, and recovery codes as hashes. Each code counts once.
/// </summary>
public sealed class TwoFactorTokens(AccountKeys keys, TimeProvider clock)
{
    private const string Provider = "shop";
    private const string Secret = "authenticator";
    private const string Step = "authenticator-step";
    private const string Recovery = "recovery";

    private const int RecoveryCodes = 10;
    private const int RecoveryBytes = 10;

    /// <summary>A new secret, which counts nothing before the factor is turned on.</summary>
    internal async Task<byte[]> NewSecretAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        await SetAsync(db, accountId, Secret, Seal(accountId, secret), ct);
        await SetAsync(db, accountId, Step, "", ct);
        return secret;
    }

    /// <summary>The secret, or null when there is none that can be read.</summary>
    internal async Task<byte[]?> SecretAsync(ShopDb db, long accountId, CancellationToken ct) =>
        await Of(db, accountId, Secret).Select(t => t.Value).SingleOrDefaultAsync(ct) is { } kept ? Open(accountId, kept) : null;

    /// <summary>Ten codes for the day on which the phone is lost, in place of all older ones. They are shown once.</summary>
    internal static async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(ShopDb db, long accountId, CancellationToken ct)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => Base32.Write(RandomNumberGenerator.GetBytes(RecoveryBytes)).ToLowerInvariant()).ToList();
        await SetAsync(db, accountId, Recovery, string.Join(';', codes.Select(code => Hash(accountId, code))), ct);
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(four => new string(four))))];
    }

    /// <summary>Uses up a code of the app. False when it is none, or counted already.</summary>
    /// <param name="code">As it was typed; anything at all.</param>
    internal async Task<bool> UseAppAsync(ShopDb db, long accountId, string? code, CancellationToken ct)
    {
        if (!IsCode(code) || await SecretAsync(db, accountId, ct) is not { } secret || Totp.StepOf(secret, code!, clock.GetUtcNow().UtcDateTime) is not { } found)
        {
            return false;
        }

        // As long as all others, so that texts compare as numbers do.
        var step = found.ToString("D12", CultureInfo.InvariantCulture);
        var last = await Of(db, accountId, Step).Select(t => t.Value).SingleOrDefaultAsync(ct);
        return string.CompareOrdinal(last, step) < 0
            && await Of(db, accountId, Step).Where(t => t.Value == last).ExecuteUpdateAsync(set => set.SetProperty(t => t.Value, step), ct) == 1;
    }

    /// <summary>Uses up a recovery code. False when it is none, or counted already.</summary>
    /// <param name="code">As it was typed; anything at all.</param>
    internal static async Task<bool> UseRecoveryAsync(ShopDb db, long accountId, string? code, CancellationToken ct)
    {
        var typed = IsCode(code) ? Hash(accountId, string.Concat(code!.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()) : null;
        var kept = await Of(db, accountId, Recovery).Select(t => t.Value).SingleOrDefaultAsync(ct);
        if (typed is null || kept is null || !kept.Split(';').Contains(typed))
        {
            return false;
        }

        var left = string.Join(';', kept.Split(';').Where(hash => hash != typed));
        return await Of(db, accountId, Recovery).Where(t => t.Value == kept).ExecuteUpdateAsync(set => set.SetProperty(t => t.Value, left), ct) == 1;
    }

    internal static Task<int> ForgetAsync(ShopDb db, long accountId, CancellationToken ct) =>
        db.AccountTokens.Where(t => t.UserId == accountId && t.LoginProvider == Provider).ExecuteDeleteAsync(ct);

    private static bool IsCode(string? code) => code is { Length: > 0 and <= 64 };

    private static IQueryable<IdentityUserToken<long>> Of(ShopDb db, long accountId, string name) =>
        db.AccountTokens.Where(t => t.UserId == accountId && t.LoginProvider == Provider && t.Name == name);

    private static async Task SetAsync(ShopDb db, long accountId, string name, string value, CancellationToken ct)
    {
        await Of(db, accountId, name).ExecuteDeleteAsync(ct);
        db.AccountTokens.Add(new IdentityUserToken<long> { UserId = accountId, LoginProvider = Provider, Name = name, Value = value });
        await db.SaveChangesAsync(ct);
    }

    private static string Hash(long accountId, string code) => Secrets.Hash($"recovery:{accountId}:{code}");

    private string Seal(long accountId, byte[] secret)
    {
        using var cipher = new AesGcm(keys.TwoFactor, AesGcm.TagByteSizes.MaxSize);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (hidden, tag) = (new byte[secret.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        cipher.Encrypt(nonce, secret, hidden, tag, BitConverter.GetBytes(accountId));
        return Convert.ToBase64String([.. nonce, .. hidden, .. tag]);
    }

    /// <summary>Null for what another key has sealed, or another account's.</summary>
    private byte[]? Open(long accountId, string sealedSecret)
    {
        try
        {
            var (bytes, nonce, tag) = (Convert.FromBase64String(sealedSecret), AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
            using var cipher = new AesGcm(keys.TwoFactor, tag);
            var secret = new byte[bytes.Length - nonce - tag];
            cipher.Decrypt(bytes.AsSpan(0, nonce), bytes.AsSpan(nonce, secret.Length), bytes.AsSpan(nonce + secret.Length), secret, BitConverter.GetBytes(accountId));
            return secret;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
