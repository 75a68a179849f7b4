using GlpCommerce.Core.Accounts;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Web.Tests.Support;

/// <summary>Counts how often a password was hashed, which is nearly all that signing in costs.</summary>
public sealed class HashCounter
{
    private int _count;

    public int Count => _count;

    /// <summary>What happens while a password is compared.</summary>
    public Action? Meanwhile { get; set; }

    internal IPasswordHasher<Account> Over(IPasswordHasher<Account> hasher) => new Counted(hasher, this);

    private sealed class Counted(IPasswordHasher<Account> hasher, HashCounter counter) : IPasswordHasher<Account>
    {
        public string HashPassword(Account user, string password)
        {
            Interlocked.Increment(ref counter._count);
            return hasher.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref counter._count);
            counter.Meanwhile?.Invoke();
            return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
