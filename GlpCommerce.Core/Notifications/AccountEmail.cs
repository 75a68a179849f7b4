namespace GlpCommerce.Core.Notifications;

public enum AccountMailKind
{
    /// <summary>Asks whoever reads the mailbox to confirm the address.</summary>
    ConfirmEmail,

    /// <summary>Lets its reader choose a new password.</summary>
    ResetPassword,

    /// <summary>Somebody tried to register an address that has an account.</summary>
    AlreadyRegistered,

    /// <summary>The password is another one now.</summary>
    PasswordChanged,

    /// <summary>Signing in asks for a code now.</summary>
    TwoStepOn,

    /// <summary>Signing in asks for no code any more.</summary>
    TwoStepOff,

    /// <summary>A recovery code took the place of the app.</summary>
    RecoveryUsed,

    /// <summary>There are new recovery codes; older ones count no more.</summary>
    RecoveryRenewed,

    PasskeyAdded,

    PasskeyRemoved,

    /// <summary>An account at another provider opens this one now.</summary>
    LoginAdded,

    LoginRemoved,

    /// <summary>The account goes in a quarter of an hour.</summary>
    ErasureAsked,
}

/// <summary>What an e-mail to an account's holder tells. It names nobody and nothing that was bought.</summary>
/// <param name="Link">Where its button leads.</param>
/// <param name="Contact">Whom to write to.</param>
public sealed record AccountEmail(AccountMailKind Kind, string Link, string Contact);
