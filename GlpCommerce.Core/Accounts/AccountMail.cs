using GlpCommerce.Core.Notifications;

namespace GlpCommerce.Core.Accounts;

/// <summary>
/// An e-mail to an account's holder, and the link in it, which counts once. The link's secret is derived from this row
/// and the shop's key when the e-mail is written, so that it is kept nowhere.
/// </summary>
public sealed class AccountMail
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null where the address has no account: then nothing is sent, but as much was done.</summary>
    public long? AccountId { get; init; }
    public AccountMailKind Kind { get; init; }
    public DateTime CreatedAt { get; init; }

    /// <summary>Until when its link counts; when it was made, for one too many, which was not sent.</summary>
    public DateTime ExpiresAt { get; init; }

    /// <summary>When its link was used.</summary>
    public DateTime? UsedAt { get; set; }
}
