using GlpCommerce.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Accounts;

/// <summary>Accounts, their roles, and what the shop adds to them. What only Identity uses stands in <see cref="IdentityMapping"/>.</summary>
public static class AccountTables
{
    extension(ShopDb db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();

        public DbSet<IdentityRole<long>> Roles => db.Set<IdentityRole<long>>();

        public DbSet<IdentityUserRole<long>> AccountRoles => db.Set<IdentityUserRole<long>>();

        public DbSet<AccountMail> AccountMails => db.Set<AccountMail>();

        public DbSet<RefreshToken> RefreshTokens => db.Set<RefreshToken>();

        public DbSet<SignInTry> SignInTries => db.Set<SignInTry>();

        public DbSet<IdentityUserToken<long>> AccountTokens => db.Set<IdentityUserToken<long>>();

        public DbSet<DeviceSession> DeviceSessions => db.Set<DeviceSession>();

        public DbSet<IdentityUserPasskey<long>> Passkeys => db.Set<IdentityUserPasskey<long>>();

        public DbSet<IdentityUserLogin<long>> AccountLogins => db.Set<IdentityUserLogin<long>>();

        public DbSet<AccountAddress> AccountAddresses => db.Set<AccountAddress>();
    }

    internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> account)
        {
            account.ToTable("Accounts");
            // Two registrations of one address at once meet here.
            account.HasIndex(a => a.NormalizedUserName).IsUnique();
            account.HasIndex(a => a.NormalizedEmail);
            account.Property(a => a.UserName).HasMaxLength(256);
            account.Property(a => a.NormalizedUserName).HasMaxLength(256);
            account.Property(a => a.Email).HasMaxLength(256);
            account.Property(a => a.NormalizedEmail).HasMaxLength(256);
            account.Property(a => a.PhoneNumber).HasMaxLength(256);
            account.Property(a => a.CartSeed).HasMaxLength(64);
            account.Property(a => a.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
            account.Property(a => a.SecurityStamp).HasMaxLength(64);
            // SQLite compares no times with an offset.
            account.Property(a => a.LockoutEnd).HasConversion(
                end => end!.Value.UtcDateTime, utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));
            account.HasMany<IdentityUserClaim<long>>().WithOne().HasForeignKey(c => c.UserId).IsRequired();
            account.HasMany<IdentityUserLogin<long>>().WithOne().HasForeignKey(l => l.UserId).IsRequired();
            account.HasMany<IdentityUserToken<long>>().WithOne().HasForeignKey(t => t.UserId).IsRequired();
            account.HasMany<IdentityUserPasskey<long>>().WithOne().HasForeignKey(p => p.UserId).IsRequired();
            account.HasMany<IdentityUserRole<long>>().WithOne().HasForeignKey(r => r.UserId).IsRequired();
            account.HasMany<AccountMail>().WithOne().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Cascade);
            account.HasMany<AccountAddress>().WithOne().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
            account.HasMany<DeviceSession>().WithOne().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
            account.HasMany<RefreshToken>().WithOne().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Cascade);
        }
    }

    internal sealed class RoleMapping : IEntityTypeConfiguration<IdentityRole<long>>
    {
        public void Configure(EntityTypeBuilder<IdentityRole<long>> role)
        {
            role.ToTable("Roles");
            role.HasIndex(r => r.NormalizedName).IsUnique();
            role.Property(r => r.Name).HasMaxLength(256);
            role.Property(r => r.NormalizedName).HasMaxLength(256);
            role.Property(r => r.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
            role.HasMany<IdentityUserRole<long>>().WithOne().HasForeignKey(r => r.RoleId).IsRequired();
            role.HasMany<IdentityRoleClaim<long>>().WithOne().HasForeignKey(c => c.RoleId).IsRequired();
            role.HasData(Staff.Roles.All.Select((name, i) =>
                new IdentityRole<long> { Id = i + 1, Name = name, NormalizedName = name, ConcurrencyStamp = name }));
        }
    }

    internal sealed class MailMapping : IEntityTypeConfiguration<AccountMail>
    {
        public void Configure(EntityTypeBuilder<AccountMail> mail)
        {
            mail.ToTable("AccountMails");
            mail.Property(m => m.Id).ValueGeneratedNever();
            mail.HasIndex(m => new { m.AccountId, m.CreatedAt });
            mail.HasIndex(m => m.ExpiresAt);
        }
    }

    internal sealed class TokenMapping : IEntityTypeConfiguration<RefreshToken>
    {
        public void Configure(EntityTypeBuilder<RefreshToken> token)
        {
            token.ToTable("RefreshTokens");
            token.HasIndex(t => t.TokenHash).IsUnique();
            token.HasIndex(t => t.FamilyId);
            token.HasIndex(t => t.AccountId);
            token.HasIndex(t => t.ExpiresAt);
            token.Property(t => t.TokenHash).HasMaxLength(64);
            token.Property(t => t.Stamp).HasMaxLength(64);
        }
    }

    internal sealed class SessionMapping : IEntityTypeConfiguration<DeviceSession>
    {
        public void Configure(EntityTypeBuilder<DeviceSession> session)
        {
            session.ToTable("AccountSessions");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.HasIndex(s => new { s.AccountId, s.LastSeenAt });
            session.HasIndex(s => s.CreatedAt);
            session.Property(s => s.Stamp).HasMaxLength(64);
            session.Property(s => s.Device).HasMaxLength(SessionEditor.LongestDevice);
        }
    }

    internal sealed class AddressMapping : IEntityTypeConfiguration<AccountAddress>
    {
        public void Configure(EntityTypeBuilder<AccountAddress> address)
        {
            address.ToTable("AccountAddresses");
            address.Property(a => a.Id).ValueGeneratedNever();
            address.HasIndex(a => a.AccountId);
            address.ComplexProperty(a => a.Address, where => where.ToJson());
        }
    }

    internal sealed class TryMapping : IEntityTypeConfiguration<SignInTry>
    {
        public void Configure(EntityTypeBuilder<SignInTry> tried)
        {
            tried.ToTable("SignInTries");
            tried.HasKey(t => t.Key);
            tried.HasIndex(t => t.LastAt);
            tried.Property(t => t.Key).HasMaxLength(64);
        }
    }
}
