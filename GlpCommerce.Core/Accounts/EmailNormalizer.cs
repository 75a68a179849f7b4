using System.Diagnostics.CodeAnalysis;
using GlpCommerce.Core.Common;
using Microsoft.AspNetCore.Identity;

namespace GlpCommerce.Core.Accounts;

/// <summary>Has Identity compare addresses as the shop does.</summary>
public sealed class EmailNormalizer : ILookupNormalizer
{
    [return: NotNullIfNotNull(nameof(name))]
    public string? NormalizeName(string? name) => name is null ? null : EmailAddress.Key(name);

    [return: NotNullIfNotNull(nameof(email))]
    public string? NormalizeEmail(string? email) => NormalizeName(email);
}
