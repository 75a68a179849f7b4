using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace GlpCommerce.Core.Common;

/// <summary>Unguessable names and keys. What lets somebody in is stored as a hash only.</summary>
public static class Secrets
{
    /// <summary>A new random key of 128 bits or more, in the letters <c>A-Z a-z 0-9 _ -</c>.</summary>
    public static string New(int bytes = 24) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>The SHA-256 of a secret, for storing and looking up.</summary>
    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares two secrets or hashes without telling by its time where they differ.</summary>
    public static bool Same(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
