using GlpCommerce.Core.Staff;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>One field that somebody else changed while it was being written here.</summary>
/// <param name="IsContested">Whether it was changed here too, to something else.</param>
public sealed record FieldConflict(string Name, string Title, string Theirs, string Mine, bool IsContested);

/// <summary>Two people wrote the same thing: what each of them made of it, field by field.</summary>
public sealed class FormConflict
{
    private readonly HashSet<string> _mine = [];

    private FormConflict(IReadOnlyList<FieldConflict> fields, string? who, DateTime? at, int version) =>
        (Fields, Who, At, Version) = (fields, who, at, version);

    public IReadOnlyList<FieldConflict> Fields { get; }

    /// <summary>Who saved last, and when; null when nobody is named.</summary>
    public string? Who { get; }

    public DateTime? At { get; }

    /// <summary>The version that holds their changes.</summary>
    public int Version { get; }

    /// <param name="theirs">As it is saved now.</param>
    /// <param name="mine">As it is typed here.</param>
    /// <param name="since">Their changes, oldest first.</param>
    public static FormConflict Of(IEnumerable<FormField> fields, FieldForm theirs, FieldForm mine, IReadOnlyList<PastChange> since, int version, string? who)
    {
        // What a field held before is what its first change found there.
        var before = since.GroupBy(change => change.Field).ToDictionary(changes => changes.Key, changes => changes.First().Before);
        var changed = fields.Select(field => (field.Name, field.Title, Before: before.GetValueOrDefault(field.Name, theirs[field.Name]), Theirs: theirs[field.Name], Mine: mine[field.Name]))
            .Where(field => field.Before != field.Theirs)
            .Select(field => new FieldConflict(field.Name, field.Title, field.Theirs, field.Mine, field.Mine != field.Before && field.Mine != field.Theirs));
        return new FormConflict([.. changed], who, since.Count > 0 ? since[^1].At : null, version);
    }

    public bool IsMine(string field) => _mine.Contains(field);

    public void Choose(string field, bool mine)
    {
        if (mine)
        {
            _mine.Add(field);
        }
        else
        {
            _mine.Remove(field);
        }
    }

    /// <summary>Puts what was chosen of theirs into what is typed here; all other fields stay as they were typed.</summary>
    public void Settle(FieldForm mine)
    {
        foreach (var field in Fields.Where(field => !IsMine(field.Name)))
        {
            mine[field.Name] = field.Theirs;
        }
    }
}
