using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlpCommerce.Core.Pricing;

/// <summary>
/// Has the present <see cref="PriceList"/>. Readers get the one that is remembered, and the database is asked at most once a second
/// whether its version has moved; placing an order asks in its own transaction, so that no machine sells at rates that are gone.
/// </summary>
public sealed class RateBook(IShopDbFactory shop, IOptions<ShippingOptions> shipping, IOptions<TaxOptions> tax, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private volatile PriceList? _known;
    private volatile int _least;
    private long _askedAt;

    /// <summary>The rates to show. A change shows at once on the machine that made it, and within a second on others.</summary>
    public async ValueTask<PriceList> CurrentAsync(CancellationToken ct = default)
    {
        if (_known is { } known && known.Rates.Version >= _least && clock.GetElapsedTime(Volatile.Read(ref _askedAt)) < Freshness)
        {
            return known;
        }

        await using var db = shop.Open();
        return await InAsync(db, ct);
    }

    /// <summary>The rates as this transaction finds them: one statement as long as nobody has changed them.</summary>
    internal async Task<PriceList> InAsync(ShopDb db, CancellationToken ct)
    {
        var (known, askedAt) = (_known, clock.GetTimestamp());
        var version = await db.RateCards.Where(c => c.Id == RateCard.TheOne).Select(c => c.Version).SingleOrDefaultAsync(ct);
        if (known is null || known.Rates.Version != version)
        {
            _known = known = new PriceList(await ReadAsync(db, ct));
        }

        Volatile.Write(ref _askedAt, askedAt);
        return known;
    }

    /// <summary>Makes the configured rates the shop's own, once; from then on staff change them.</summary>
    internal async Task FillAsync(CancellationToken ct)
    {
        try
        {
            await shop.InTransactionAsync(db => FillAsync(db, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // Another machine started at the same moment and was faster.
        }
    }

    /// <summary>What is older than a version counts no longer, also what somebody is reading at this moment.</summary>
    internal void Expect(int version) => _least = version;

    private async Task<bool> FillAsync(ShopDb db, CancellationToken ct)
    {
        if (await db.RateCards.AnyAsync(ct))
        {
            return false;
        }

        var configured = Configured();
        db.RateCards.Add(new RateCard { Version = 1, FlatRate = configured.FlatRate, FreeOver = configured.FreeOver, UpdatedAt = clock.GetUtcNow().UtcDateTime });
        db.TaxRates.AddRange(configured.Taxes.Select(rate => new TaxRate { State = rate.Key.State, TaxClass = rate.Key.Class, Share = rate.Value }));
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Card and taxes come in one statement: two could stand for two versions.</summary>
    private async Task<Rates> ReadAsync(ShopDb db, CancellationToken ct)
    {
        var kept = await db.RateCards.AsNoTracking().Where(c => c.Id == RateCard.TheOne)
            .Select(c => new { Card = c, Taxes = db.Set<TaxRate>().ToList() }).SingleOrDefaultAsync(ct);
        return kept is null ? Configured() : new Rates(
            kept.Card.Version, kept.Card.FlatRate, kept.Card.FreeOver, kept.Taxes.ToDictionary(rate => (rate.State, rate.TaxClass), rate => rate.Share));
    }

    private Rates Configured() => Rates.Of(shipping.Value, tax.Value);
}
