using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Accounts;

/// <summary>What can stand in the way of signing in by an account elsewhere.</summary>
public static class LoginProblems
{
    public static readonly Problem Cancelled = new("login.cancelled", "You did not finish signing in there. Try once more, or sign in here.");

    public static readonly Problem Failed = new("login.failed", "That did not work: the other side is out of reach, or its answer does not count. Try once more, or sign in with your password.");

    public static readonly Problem NoAddress = new(
        "login.no_address", "The other side does not say that your email address is yours, so we cannot open an account by it. Open one here; then you can connect the two.");

    /// <summary>Only whoever reads that mailbox comes so far: the other side has verified the address.</summary>
    public static readonly Problem AddressKnown = new(
        "login.address_known", "You have an account with this address already. Sign in once with its password, here and within ten minutes, and the two are connected. No password any more? Choose a new one by email, then come back.");

    public static readonly Problem Taken = new("login.taken", "That account opens another account here. Remove it there first.");
}
