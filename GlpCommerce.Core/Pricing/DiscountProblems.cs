using System.Globalization;
using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Pricing;

/// <summary>Why a code does not count, in words a shopper can act on; and why staff cannot make one.</summary>
public static class DiscountProblems
{
    private const string Field = "discountCode";

    /// <summary>Also said of a code that was switched off.</summary>
    public static readonly Problem Unknown = new("discount.unknown", "This code does not count. Check how it is spelled.", Field);

    public static readonly Problem Ended = new("discount.ended", "This code has ended.", Field);

    public static readonly Problem UsedUp = new("discount.used_up", "This code has been used up.", Field);

    public static readonly Problem SignIn = new("discount.sign_in", "This code counts for people with an account. Sign in, then enter it again.", Field);

    public static readonly Problem Used = new("discount.used", "Your account has used this code as often as it can.", Field);

    public static readonly Problem Exists = new("discount.exists", "There is a code of this name already.", Field);

    public static Problem NotYet(DateTime start) =>
        new("discount.not_yet", string.Create(CultureInfo.InvariantCulture, $"This code counts from {start:MMMM d, h:mm tt} UTC on."), Field);

    public static Problem TooLittle(Money minimum, Money goods) =>
        new("discount.minimum", $"This code counts for products worth {minimum} or more. {minimum - goods} is missing.", Field);

    internal static Problem Invalid(string message, string field) => new("discount.invalid", message, field);
}
