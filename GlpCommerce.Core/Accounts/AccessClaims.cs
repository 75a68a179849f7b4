namespace GlpCommerce.Core.Accounts;

/// <summary>What a token or a cookie says about its account.</summary>
public static class AccessClaims
{
    public const string Account = "sub";
    public const string Role = "roles";

    /// <summary>In a cookie the account's security stamp; it is encrypted there.</summary>
    public const string Stamp = "stamp";

    /// <summary>In a cookie the number of its <see cref="DeviceSession"/>.</summary>
    public const string Session = "sid";

    /// <summary>In a cookie, of an account whose sign-in asks for a code too.</summary>
    public const string SecondFactor = "mfa";

    /// <summary>In a cookie, of a sign-in by a passkey, which asks for both steps at once.</summary>
    public const string Passkey = "passkey";

    /// <summary>In an access token the version of the stamp, which tells nothing of the stamp itself.</summary>
    public const string Version = "ver";

    /// <summary>In a cookie only: a token says nothing about who somebody is.</summary>
    public const string Email = "email";
}
