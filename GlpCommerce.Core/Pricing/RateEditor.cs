using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Pricing;

/// <summary>Changes what a parcel costs and what states take. Orders that stand keep what they were placed with.</summary>
public sealed class RateEditor(IShopDbFactory shop, RateBook book, AuditLog audit, TimeProvider clock)
{
    /// <summary>What history and audit log call the rates.</summary>
    public const string Subject = "rates";

    private static readonly Problem Changed = new(
        "rates.changed", "Somebody else changed the rates since you opened them. Nothing of yours is lost, and nothing was overwritten: look at what differs and choose.");

    /// <summary>The rates as they stand now.</summary>
    public async Task<Rates> ReadAsync(CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return (await book.InAsync(db, ct)).Rates;
    }

    /// <summary>Saves all rates, or none. They count from this moment on.</summary>
    /// <param name="version">The version that the form was made of.</param>
    /// <returns>The new version, or <c>staff.not_allowed</c>, <c>rates.invalid</c> for each field, <c>rates.changed</c>.</returns>
    public async Task<Result<int>> SaveAsync(Actor by, int version, FieldForm typed, CancellationToken ct = default)
    {
        if (by.Refuse(Rights.EditRules) is { } refusal)
        {
            return refusal;
        }

        var form = typed.Read(RateForm.Fields, Invalid);
        return form.Value is { } clean ? await shop.InTransactionAsync(db => SaveAsync(db, by, version, clean, ct), ct) : form.Problems.ToList();
    }

    private static Problem Invalid(FormField field, string refusal) => new("rates.invalid", refusal, field.Name);

    private async Task<Result<int>> SaveAsync(ShopDb db, Actor by, int version, FieldForm form, CancellationToken ct)
    {
        var before = (await book.InAsync(db, ct)).Rates;
        if (before.Version != version)
        {
            return Changed;
        }

        var (after, now) = (RateForm.Read(form, version + 1), clock.GetUtcNow().UtcDateTime);
        var changed = form.ChangesFrom(RateForm.Of(before), RateForm.Fields);
        if (changed.Count == 0)
        {
            return version;
        }

        // Whoever saves at the same moment waits here, and finds another version.
        if (await db.RateCards.Where(c => c.Version == version).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.Version, after.Version).SetProperty(c => c.FlatRate, after.FlatRate)
                .SetProperty(c => c.FreeOver, after.FreeOver).SetProperty(c => c.UpdatedAt, now),
            ct) == 0)
        {
            return Changed;
        }

        await TaxesAsync(db, before, after, ct);
        FieldHistory.Add(db, Subject, after.Version, changed, by, now);
        await audit.AddAsync(db, by, "rates.saved", Subject, string.Join(", ", changed.Select(change => change.Field)), ct);
        db.AfterCommit(() => book.Expect(after.Version));
        return after.Version;
    }

    private static async Task TaxesAsync(ShopDb db, Rates before, Rates after, CancellationToken ct)
    {
        foreach (var (state, kind) in before.Taxes.Keys.Where(key => after.Taxes.GetValueOrDefault(key) != before.Taxes[key]))
        {
            await db.TaxRates.Where(t => t.State == state && t.TaxClass == kind).ExecuteDeleteAsync(ct);
        }

        db.TaxRates.AddRange(after.Taxes.Where(rate => before.Taxes.GetValueOrDefault(rate.Key) != rate.Value)
            .Select(rate => new TaxRate { State = rate.Key.State, TaxClass = rate.Key.Class, Share = rate.Value }));
    }
}
