using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlpCommerce.Core.Accounts;

/// <summary>The further tables of ASP.NET Core Identity (its schema 3, passkeys included) under the shop's own names.</summary>
internal sealed class IdentityMapping :
    IEntityTypeConfiguration<IdentityUserRole<long>>,
    IEntityTypeConfiguration<IdentityUserClaim<long>>,
    IEntityTypeConfiguration<IdentityRoleClaim<long>>,
    IEntityTypeConfiguration<IdentityUserLogin<long>>,
    IEntityTypeConfiguration<IdentityUserToken<long>>,
    IEntityTypeConfiguration<IdentityUserPasskey<long>>
{
    /// <summary>The longest key that Identity's schema keeps, such as a provider's name.</summary>
    private const int LongestKey = 128;

    public void Configure(EntityTypeBuilder<IdentityUserRole<long>> role)
    {
        role.ToTable("AccountRoles");
        role.HasKey(r => new { r.UserId, r.RoleId });
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> claim) => claim.ToTable("AccountClaims");

    public void Configure(EntityTypeBuilder<IdentityRoleClaim<long>> claim) => claim.ToTable("RoleClaims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> login)
    {
        login.ToTable("AccountLogins");
        login.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        login.Property(l => l.LoginProvider).HasMaxLength(LongestKey);
        login.Property(l => l.ProviderKey).HasMaxLength(LongestKey);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> token)
    {
        token.ToTable("AccountTokens");
        token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        token.Property(t => t.LoginProvider).HasMaxLength(LongestKey);
        token.Property(t => t.Name).HasMaxLength(LongestKey);
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<long>> passkey)
    {
        passkey.ToTable("AccountPasskeys");
        passkey.HasKey(p => p.CredentialId);
        passkey.Property(p => p.CredentialId).HasMaxLength(1024);
        passkey.Property<DateTime?>(PasskeyQueries.LastUsedAt);
        passkey.OwnsOne(p => p.Data).ToJson();
    }
}
