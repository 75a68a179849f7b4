using GlpCommerce.Core.Common;
using GlpCommerce.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace GlpCommerce.Core.Accounts;

/// <summary>Whom a provider has signed in, as its checked token says.</summary>
/// <param name="Issuer">The provider's own name for itself, such as <c>https://accounts.google.com</c>.</param>
/// <param name="Subject">Its number for the person, which never becomes another's.</param>
/// <param name="Name">What shoppers call the provider.</param>
/// <param name="Email">Only an address that the provider has verified; else null.</param>
public sealed record ProvenElsewhere(string Issuer, string Subject, string Name, string? Email);

/// <summary>
/// Lets in whoever a provider has signed in. What opens an account is the provider's number of the person: an address alone
/// joins nothing, verified or not. The second step is asked afterwards, as after a password.
/// </summary>
public sealed class LoginDoor(IShopDbFactory shop, LoginEditor editor, TimeProvider clock)
{
    /// <summary>Finds the account, or opens one for an address that has none.</summary>
    /// <returns>The account, or <c>login.no_address</c>, or <c>login.address_known</c> for one that has to be connected by its password first.</returns>
    public async Task<Result<Account>> SignInAsync(ProvenElsewhere who, CancellationToken ct = default)
    {
        try
        {
            return await shop.InTransactionAsync(db => SignInAsync(db, who, ct), ct);
        }
        catch (DbUpdateException error) when (error.IsDuplicate())
        {
            // The same person in two windows: the other one has just opened it.
            return await shop.InTransactionAsync(db => SignInAsync(db, who, ct), ct);
        }
    }

    private async Task<Result<Account>> SignInAsync(ShopDb db, ProvenElsewhere who, CancellationToken ct)
    {
        if (await LoginEditor.HolderAsync(db, who, ct) is { } holder)
        {
            return holder;
        }

        var problems = new List<Problem>();
        var email = EmailAddress.Check(who.Email, problems);
        if (problems.Count > 0 || email == EmailAddress.OfThisMachine)
        {
            return LoginProblems.NoAddress;
        }

        var key = EmailAddress.Key(email);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == key, ct) is { EmailConfirmed: true })
        {
            // Another window of the same person may have opened it between the two questions.
            return await LoginEditor.HolderAsync(db, who, ct) is { } opened ? opened : LoginProblems.AddressKnown;
        }

        // Whoever registered the address and never confirmed it has shown nothing: what they chose goes.
        await db.Accounts.Where(a => a.NormalizedUserName == key && !a.EmailConfirmed).ExecuteDeleteAsync(ct);
        db.ChangeTracker.Clear();
        var account = new Account
        {
            UserName = email, NormalizedUserName = key, Email = email, NormalizedEmail = key, EmailConfirmed = true,
            SecurityStamp = Secrets.New(), CartSeed = Secrets.New(), CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.Accounts.Add(account);
        await db.SaveChangesAsync(ct);
        await editor.KeepAsync(db, account.Id, who, ct);
        return account;
    }
}
