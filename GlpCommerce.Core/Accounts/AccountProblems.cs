using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Accounts;

/// <summary>What can stand in the way of somebody at the door, without a word about who has an account.</summary>
public static class AccountProblems
{
    /// <summary>Wrong, unknown, locked or not confirmed: one answer for all of them.</summary>
    public static readonly Problem NoMatch = new(
        "account.mismatch",
        "This email address and password do not match, or there were too many tries. Check both, or wait 15 minutes. If you are new here, open the link in our email first.");

    public static readonly Problem PasswordMissing = new("password.missing", "Write your password.", "password");

    public static readonly Problem PasswordShort = new(
        "password.short", $"Choose a password of at least {Passwords.Shortest} characters. Four words in a row are a good one.", "password");

    public static readonly Problem PasswordLong = new("password.long", $"Choose a password of at most {Passwords.Longest} characters.", "password");

    public static readonly Problem PasswordCommon = new("password.common", "This is one of the first passwords that others would guess. Choose another one.", "password");

    public static readonly Problem PasswordBroken = new("password.invalid", "This password has signs that nobody can type again. Choose another one.", "password");

    public static readonly Problem CurrentPasswordMissing = new("password.missing", "Write your present password.", "currentPassword");

    public static readonly Problem CurrentPasswordWrong = new(
        "password.wrong", "This is not your present password, or there were too many tries. Check it, or wait 15 minutes.", "currentPassword");

    public static readonly Problem PasswordNone = new(
        "password.none", "Your account has no password yet. Sign out, press “I forgot my password” where you sign in, and choose one by the link that we send.", "currentPassword");

    /// <summary>To an API client whose password was right.</summary>
    public static readonly Problem CodeMissing = new("account.second_factor", "Write the code that your authenticator app shows, or a recovery code.", "code");

    /// <summary>Wrong, used already, or locked: one answer for all of them.</summary>
    public static readonly Problem CodeWrong = new(
        "account.code_wrong", "This code does not count, or there were too many tries. Take the newest one of your app, or wait 15 minutes.", "code");

    public static readonly Problem LinkDead = new("link.dead", "This link was used already, or it is too old. Ask for a new one.");

    public static readonly Problem TokenDead = new("token.dead", "This sign-in has ended. Sign in again.");

    public static readonly Problem Gone = new("account.gone", "Sign in again.");
}
