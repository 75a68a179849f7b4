using System.Collections;
using System.Globalization;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Work;

/// <summary>What the acts of the audit log are called. The words stand in AuditTexts, under the name that the log has for each act.</summary>
public static class AuditWords
{
    /// <summary>Every act that has words, by its words.</summary>
    public static IReadOnlyList<(string Action, string Words)> All { get; } =
        [.. AuditTexts.ResourceManager.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!.Cast<DictionaryEntry>()
            .Select(entry => (Action: (string)entry.Key, Words: (string)entry.Value!)).OrderBy(act => act.Words, StringComparer.InvariantCulture)];

    /// <summary>An act in words. One that the shop no longer does keeps the name that it was written down with.</summary>
    public static string Of(string action) => AuditTexts.ResourceManager.GetString(action, CultureInfo.CurrentUICulture) ?? action;
}
