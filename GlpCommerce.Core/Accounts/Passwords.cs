using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// What may be a password, and how it is kept. Length is all that is asked for; what everybody chooses is refused.
/// Hashing is slow on purpose, so it gets half of the cores at most, and pages the others.
/// </summary>
public sealed class Passwords(IPasswordHasher<Account> hasher, IOptions<PasswordHasherOptions> hashing) : IDisposable
{
    public const int Shortest = 12;
    public const int Longest = 128;

    /// <summary>Hashing's number of rounds, of HMAC-SHA512.</summary>
    internal const int Rounds = 210_000;

    /// <summary>How many are hashed at once.</summary>
    internal static readonly int Cores = Math.Max(1, Environment.ProcessorCount / 2);

    private static readonly Account Somebody = new() { CartSeed = "" };

    private static readonly HashSet<string> Common = ReadCommon();

    private readonly SemaphoreSlim _cores = new(Cores);

    /// <summary>What a password is compared with where there is no account. It is there from the start: whoever came first would else wait for it, and tell by that.</summary>
    private readonly string _decoy = Decoy(hashing.Value.IterationCount);

    /// <summary>Why this cannot be the password of that address, or null.</summary>
    public static Problem? Refuse(string? password, string email)
    {
        if (string.IsNullOrEmpty(password))
        {
            return AccountProblems.PasswordMissing;
        }

        // Measured before it is looked at, so that an enormous text costs nothing.
        if (password.Length > Longest * 2)
        {
            return AccountProblems.PasswordLong;
        }

        return Typed(password) is { } typed ? Refuse(typed, password.EnumerateRunes().Count(), email) : AccountProblems.PasswordBroken;
    }

    public void Dispose() => _cores.Dispose();

    /// <param name="password">One that was not refused.</param>
    internal async Task<string> HashAsync(string password, CancellationToken ct) =>
        await OnACoreAsync(() => hasher.HashPassword(Somebody, Typed(password)!), ct);

    /// <summary>Whether it is the password. It takes the same work whatever the answer, and with no account at all.</summary>
    /// <param name="hash">What is kept of the account's password; null where there is no account.</param>
    /// <param name="password">As it was typed; anything at all.</param>
    internal async Task<bool> MatchAsync(string? hash, string password, CancellationToken ct)
    {
        var typed = password.Length > Longest * 2 ? null : Typed(password);
        var kept = typed is null ? null : hash;
        return await OnACoreAsync(() => hasher.VerifyHashedPassword(Somebody, kept ?? _decoy, typed ?? "") != PasswordVerificationResult.Failed, ct)
            && kept is not null;
    }

    private static Problem? Refuse(string typed, int length, string email) => length switch
    {
        < Shortest => AccountProblems.PasswordShort,
        > Longest => AccountProblems.PasswordLong,
        _ when Common.Contains(typed.ToLowerInvariant()) || typed.Distinct().Count() < 3 => AccountProblems.PasswordCommon,
        _ when typed.Equals(email, StringComparison.OrdinalIgnoreCase) || typed.Equals(email.Split('@')[0], StringComparison.OrdinalIgnoreCase) => AccountProblems.PasswordCommon,
        _ => null,
    };

    /// <summary>The same letters for the same keys, whatever keyboard they were typed on; null for what is no text.</summary>
    private static string? Typed(string password) =>
        password.EnumerateRunes().Any(rune => rune.Value is 0xFFFD or 0xFFFE or 0xFFFF) ? null : password.Normalize(NormalizationForm.FormKC);

    /// <summary>
    /// The hash of a password that nobody knows, in Identity's third format and without any hashing: its mark, HMAC-SHA512, the rounds,
    /// the salt's length, and then a salt and a key that are chance.
    /// </summary>
    private static string Decoy(int rounds)
    {
        const int Head = 13, Salt = 16, Key = 32;
        var hash = RandomNumberGenerator.GetBytes(Head + Salt + Key);
        hash[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(1), (int)KeyDerivationPrf.HMACSHA512);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), rounds);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(9), Salt);
        return Convert.ToBase64String(hash);
    }

    private static HashSet<string> ReadCommon()
    {
        using var reader = new StreamReader(typeof(Passwords).Assembly.GetManifestResourceStream("GlpCommerce.Core.Accounts.CommonPasswords.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    private async Task<T> OnACoreAsync<T>(Func<T> work, CancellationToken ct)
    {
        await _cores.WaitAsync(ct);
        try
        {
            return work();
        }
        finally
        {
            _cores.Release();
        }
    }
}
