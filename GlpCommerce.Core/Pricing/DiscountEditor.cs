using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Pricing;

/// <summary>A code that is to be given out.</summary>
/// <param name="Value">Hundredths of a percent (1000 is 10 %) or cents, as <paramref name="Kind"/> says.</param>
/// <param name="StartsAt">UTC; null is "from now on".</param>
/// <param name="EndsAt">UTC, not included any more; null is "for ever".</param>
/// <param name="MaxUses">How many orders may use it; null is "any number".</param>
/// <param name="MaxUsesPerAccount">How many orders of one account may use it; null is "any number", and then guests may too.</param>
public sealed record NewDiscountCode(
    string Code,
    DiscountKind Kind,
    int Value,
    Money MinimumSpend = default,
    DateTime? StartsAt = null,
    DateTime? EndsAt = null,
    int? MaxUses = null,
    int? MaxUsesPerAccount = null);

/// <summary>Makes codes and switches them off. What a code is worth never changes: orders and carts rely on it.</summary>
public sealed class DiscountEditor(IShopDbFactory shop, AuditLog audit, TimeProvider clock)
{
    /// <summary>As many codes as are listed at once.</summary>
    public const int MostListed = 200;

    private const int MostPercent = 10_000;
    private const int MostCents = 1_000_000;

    /// <returns>The code as it is compared, or <c>staff.not_allowed</c>, <c>discount.invalid</c>, <c>discount.exists</c>.</returns>
    public async Task<Result<string>> CreateAsync(NewDiscountCode request, Actor by, CancellationToken ct = default)
    {
        if ((by.Refuse(Rights.EditRules) ?? Malformed(request, clock.GetUtcNow().UtcDateTime)) is { } problem)
        {
            return problem;
        }

        try
        {
            return await shop.InTransactionAsync(db => CreateAsync(db, request, DiscountBook.Clean(request.Code)!, by, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Somebody else made it at the same moment.
            return DiscountProblems.Exists;
        }
    }

    /// <summary>Gives a code out no longer; orders that use it keep it. Repeating it changes nothing.</summary>
    /// <returns>The code, or <c>staff.not_allowed</c>, <c>discount.unknown</c>.</returns>
    public async Task<Result<string>> SwitchOffAsync(string code, Actor by, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditRules) is { } refused)
        {
            return refused;
        }

        return DiscountBook.Clean(code) is { } text ? await shop.InTransactionAsync(db => SwitchOffAsync(db, text, by, ct), ct) : DiscountProblems.Unknown;
    }

    /// <summary>Codes with their uses: first those that are given out, the newest first. At most <see cref="MostListed"/>, and one more where there are more.</summary>
    /// <param name="search">Only codes that hold this, as typed; null for all.</param>
    public async Task<IReadOnlyList<DiscountCode>> ListAsync(string? search = null, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        var part = Input.Line(search)?.ToUpperInvariant();
        return await db.DiscountCodes.AsNoTracking().Where(c => part == null || c.Code.Contains(part))
            .OrderByDescending(c => c.IsActive).ThenByDescending(c => c.Id).Take(MostListed + 1).ToListAsync(ct);
    }

    private async Task<Result<string>> SwitchOffAsync(ShopDb db, string code, Actor by, CancellationToken ct)
    {
        var known = db.DiscountCodes.Where(c => c.Code == code);
        if (await known.Where(c => c.IsActive).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsActive, false), ct) == 1)
        {
            await audit.AddAsync(db, by, "code.switched_off", $"code:{code}", ct: ct);
            return code;
        }

        return await known.AnyAsync(ct) ? code : DiscountProblems.Unknown;
    }

    private async Task<Result<string>> CreateAsync(ShopDb db, NewDiscountCode request, string code, Actor by, CancellationToken ct)
    {
        if (await db.DiscountCodes.AnyAsync(c => c.Code == code, ct))
        {
            return DiscountProblems.Exists;
        }

        db.DiscountCodes.Add(new DiscountCode
        {
            Code = code,
            Kind = request.Kind,
            Value = request.Value,
            MinimumSpend = request.MinimumSpend,
            StartsAt = request.StartsAt,
            EndsAt = request.EndsAt,
            MaxUses = request.MaxUses,
            MaxUsesPerAccount = request.MaxUsesPerAccount,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        await db.SaveChangesAsync(ct);
        await audit.AddAsync(db, by, "code.created", $"code:{code}", ct: ct);
        return code;
    }

    private static Problem? Malformed(NewDiscountCode request, DateTime now) => request switch
    {
        _ when DiscountBook.Clean(request.Code) is null =>
            DiscountProblems.Invalid("A code has 3 to 40 letters, digits and dashes.", nameof(request.Code)),
        // A code stands on carts, receipts and in e-mails.
        _ when ClaimsGuard.Read(request.Code, CopyKind.Product) is { Count: > 0 } marks =>
            DiscountProblems.Invalid(ClaimMark.Say("The code", marks), nameof(request.Code)),
        { Kind: DiscountKind.Percent, Value: < 1 or > MostPercent } =>
            DiscountProblems.Invalid("A share is from 0.01 % to 100 %.", nameof(request.Value)),
        { Kind: DiscountKind.Fixed, Value: < 1 or > MostCents } =>
            DiscountProblems.Invalid("An amount is from $0.01 to $10,000.00.", nameof(request.Value)),
        { MinimumSpend.Cents: < 0 } =>
            DiscountProblems.Invalid("The least that has to be spent cannot be negative.", nameof(request.MinimumSpend)),
        { StartsAt: { } start, EndsAt: { } end } when end <= start =>
            DiscountProblems.Invalid("A code ends after it has started.", nameof(request.EndsAt)),
        { EndsAt: { } end } when end <= now =>
            DiscountProblems.Invalid("This day is over.", nameof(request.EndsAt)),
        { MaxUses: < 1 } =>
            DiscountProblems.Invalid("A code can be used once at least.", nameof(request.MaxUses)),
        { MaxUsesPerAccount: < 1 } =>
            DiscountProblems.Invalid("An account can use a code once at least.", nameof(request.MaxUsesPerAccount)),
        _ => null,
    };
}
