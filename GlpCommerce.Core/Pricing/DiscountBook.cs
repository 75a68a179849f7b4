using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Pricing;

/// <summary>Says what a code is worth. The cart asks when it is shown, and the cashier again in the placing transaction.</summary>
public sealed class DiscountBook(TimeProvider clock)
{
    private const int Shortest = 3;
    private const int Longest = 40;

    /// <summary>A code as it is compared; null when what was typed cannot be one.</summary>
    public static string? Clean(string? typed) =>
        Input.Line(typed)?.ToUpperInvariant() is { Length: >= Shortest and <= Longest } code
        && code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? code : null;

    /// <summary>Judges a code against some goods and the present moment.</summary>
    /// <param name="typed">What the shopper typed; anything at all.</param>
    /// <param name="goods">What the goods cost before the discount.</param>
    /// <param name="accountId">Who is signed in; null for a guest.</param>
    /// <returns>What it takes off, or a problem of <see cref="DiscountProblems"/>.</returns>
    public async Task<Result<Discount>> JudgeAsync(ShopDb db, string? typed, Money goods, long? accountId, CancellationToken ct)
    {
        // A code that was switched off is as unknown as one that never was.
        if (Clean(typed) is not { } text
            || await db.DiscountCodes.AsNoTracking().SingleOrDefaultAsync(c => c.Code == text && c.IsActive, ct) is not { } code)
        {
            return DiscountProblems.Unknown;
        }

        if (Refuse(code, goods, clock.GetUtcNow().UtcDateTime) is { } problem)
        {
            return problem;
        }

        if (code.MaxUsesPerAccount is not null && accountId is null)
        {
            return DiscountProblems.SignIn;
        }

        if (code.MaxUsesPerAccount is not null && !await DiscountLedger.HasUsesLeftAsync(db, code.Id, accountId, ct))
        {
            return DiscountProblems.Used;
        }

        return new Discount(code.Id, code.Code, code.Kind, code.Value);
    }

    private static Problem? Refuse(DiscountCode code, Money goods, DateTime now) => code switch
    {
        { StartsAt: { } start } when now < start => DiscountProblems.NotYet(start),
        { EndsAt: { } end } when now >= end => DiscountProblems.Ended,
        { MaxUses: { } most } when code.Uses >= most => DiscountProblems.UsedUp,
        _ when goods < code.MinimumSpend => DiscountProblems.TooLittle(code.MinimumSpend, goods),
        _ => null,
    };
}
