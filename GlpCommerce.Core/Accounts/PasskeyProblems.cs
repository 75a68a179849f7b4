using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Accounts;

/// <summary>What can stand in the way of a passkey.</summary>
public static class PasskeyProblems
{
    /// <summary>Forged, of another site or another account, removed, copied: one answer for all of them.</summary>
    public static readonly Problem Refused = new(
        "passkey.refused", "This passkey does not open an account here. Try another one, or sign in with your password.");

    public static readonly Problem Stale = new("passkey.stale", "This took more than ten minutes, or was sent twice. Try once more.");

    public static readonly Problem NotAdded = new("passkey.not_added", "Your device made no passkey that we can use, or it is in an account already. Try once more, or with another device.");

    public static readonly Problem TooMany = new("passkey.too_many", $"You have {PasskeyEditor.Most} passkeys, and there is no room for more. Remove one that you no longer use.");

    public static readonly Problem NameLong = new("passkey.name_long", $"Please keep the name below {PasskeyEditor.LongestName} characters.", "name");

    public static readonly Problem NameMissing = new("passkey.name_missing", "Write a name by which you know it again.", "name");
}
