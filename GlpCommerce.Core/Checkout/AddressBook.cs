using GlpCommerce.Core.Accounts;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using GlpCommerce.Core.Orders;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Checkout;

/// <summary>An address in an account's book.</summary>
public sealed record BookedAddress(Guid Id, ShippingAddress Address);

/// <summary>The addresses of an account. Orders keep copies of their own, so that nothing here moves a parcel.</summary>
public sealed class AddressBook(IShopDbFactory shop, TimeProvider clock)
{
    public const int Most = 10;

    /// <summary>All of them; the first is the one that the checkout begins with.</summary>
    public async Task<IReadOnlyList<BookedAddress>> OfAsync(long accountId, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        return await db.AccountAddresses.AsNoTracking().Where(a => a.AccountId == accountId).OrderByDescending(a => a.ChosenAt).ThenByDescending(a => a.Id)
            .Select(a => new BookedAddress(a.Id, a.Address)).ToListAsync(ct);
    }

    /// <summary>Adds an address, which the checkout begins with from then on. One that is there already is only chosen.</summary>
    /// <returns>Its id, or what is wrong with the form, or <c>addresses.full</c>.</returns>
    public async Task<Result<Guid>> AddAsync(long accountId, CheckoutForm form, CancellationToken ct = default)
    {
        var address = form.CheckAddress();
        return address.Value is { } good ? await shop.InTransactionAsync(db => AddAsync(db, accountId, good, ct), ct) : address.Problems.ToList();
    }

    /// <returns>Its id, or what is wrong with the form, or <c>address.gone</c>.</returns>
    public async Task<Result<Guid>> ChangeAsync(long accountId, Guid id, CheckoutForm form, CancellationToken ct = default)
    {
        var address = form.CheckAddress();
        if (address.Value is not { } good)
        {
            return address.Problems.ToList();
        }

        await using var db = shop.Open();
        return await Of(db, accountId, id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Address, good), ct) == 1 ? id : AddressProblems.Gone;
    }

    /// <summary>Has the checkout begin with this one.</summary>
    /// <returns>Its id, or <c>address.gone</c>.</returns>
    public async Task<Result<Guid>> ChooseAsync(long accountId, Guid id, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = shop.Open();
        return await Of(db, accountId, id).ExecuteUpdateAsync(set => set.SetProperty(a => a.ChosenAt, now), ct) == 1 ? id : AddressProblems.Gone;
    }

    /// <summary>What is gone already is no problem.</summary>
    public async Task RemoveAsync(long accountId, Guid id, CancellationToken ct = default)
    {
        await using var db = shop.Open();
        await Of(db, accountId, id).ExecuteDeleteAsync(ct);
    }

    private static IQueryable<AccountAddress> Of(ShopDb db, long accountId, Guid id) => db.AccountAddresses.Where(a => a.AccountId == accountId && a.Id == id);

    private async Task<Result<Guid>> AddAsync(ShopDb db, long accountId, ShippingAddress address, CancellationToken ct)
    {
        // Holds the account, so that two who add come one after another.
        if (await db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, 0), ct) == 0)
        {
            return AccountProblems.Gone;
        }

        var book = await db.AccountAddresses.Where(a => a.AccountId == accountId).ToListAsync(ct);
        var entry = book.FirstOrDefault(a => a.Address == address);
        if (entry is null && book.Count >= Most)
        {
            return AddressProblems.Full;
        }

        if (entry is null)
        {
            db.AccountAddresses.Add(entry = new AccountAddress { AccountId = accountId, Address = address });
        }

        entry.ChosenAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(ct);
        return entry.Id;
    }
}

public static class AddressProblems
{
    public static readonly Problem Full = new("addresses.full", $"You have {AddressBook.Most} addresses, and there is no room for more. Remove one that you no longer use.");

    public static readonly Problem Gone = new("address.gone", "This address is no longer there.");
}
