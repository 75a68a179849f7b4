using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GlpCommerce.Core.Staff;

/// <summary>
/// Somebody saw or changed something. Rows are only ever added, and each is sealed together with the one before it, so that
/// a row that was changed, taken out or put in between is found. It holds no values of people: who, what, when and why.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public long Id { get; init; }

    public DateTime At { get; init; }

    /// <summary>0 for the shop itself.</summary>
    public long AccountId { get; init; }

    /// <summary>What was done, such as <c>order.shipped</c> or <c>order.read</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what, such as <c>order:17</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Why, or which part of it; never the value itself.</summary>
    public string? Note { get; init; }

    /// <summary>64 hexadecimal digits over this row and the seal before it.</summary>
    public required string Seal { get; init; }

    /// <summary>The seal that this row must carry after another one.</summary>
    internal static string SealOf(AuditKey key, string before, AuditEntry entry)
    {
        // Lengths keep apart what a separator inside a text could run together.
        var row = string.Join('\n', Parts(entry).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key.Bytes, Encoding.UTF8.GetBytes($"{before}\n{row}")));
    }

    private static string[] Parts(AuditEntry entry) =>
    [
        entry.Id.ToString(CultureInfo.InvariantCulture), entry.At.Ticks.ToString(CultureInfo.InvariantCulture),
        entry.AccountId.ToString(CultureInfo.InvariantCulture), entry.Action, entry.Subject, entry.Note ?? "",
    ];
}

/// <summary>The newest row's number and seal. Whoever adds a row holds it until the end of the transaction.</summary>
public sealed class AuditHead
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;
    public long LastId { get; set; }
    public string Seal { get; set; } = "";
}

/// <summary>What seals the audit log; never in the database, so that who can write there cannot seal.</summary>
public sealed record AuditKey(byte[] Bytes);
