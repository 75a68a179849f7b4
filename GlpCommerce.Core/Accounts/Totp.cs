using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// The codes of authenticator apps: RFC 6238 with six digits, half a minute and SHA-1, as all of them count. Identity's own
/// provider takes a code for two and a half minutes and as often as it comes; here a step is told, so that it counts once.
/// </summary>
internal static class Totp
{
    public const int SecretBytes = 20;

    private const int Digits = 6;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>The step whose code this is: the present one, or the one before or after for a clock that is not exact. Null when it is none.</summary>
    /// <param name="code">As it was typed; anything at all.</param>
    public static long? StepOf(byte[] secret, string code, DateTime now)
    {
        var digits = string.Concat(code.Where(sign => !char.IsWhiteSpace(sign)));
        var present = now.Subtract(DateTime.UnixEpoch).Ticks / Step.Ticks;
        return digits.Length != Digits ? null
            : new[] { present, present - 1, present + 1 }.Where(step => Secrets.Same(digits, Code(secret, step))).Select(step => (long?)step).FirstOrDefault();
    }

    public static string Code(byte[] secret, DateTime now) => Code(secret, now.Subtract(DateTime.UnixEpoch).Ticks / Step.Ticks);

    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What apps compute; the secret is random and no collision helps anybody.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
