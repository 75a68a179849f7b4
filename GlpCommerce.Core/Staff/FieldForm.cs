namespace GlpCommerce.Core.Staff;

/// <summary>
/// Something as staff type it: each field is a text, and a list has a line for each of its values. Forms, history, conflicts and kept
/// drafts all speak of it in this way.
/// </summary>
public sealed class FieldForm
{
    private readonly Dictionary<string, string> _texts = [];

    public FieldForm()
    {
    }

    public FieldForm(IEnumerable<KeyValuePair<string, string>> texts)
    {
        foreach (var (field, text) in texts)
        {
            this[field] = text;
        }
    }

    /// <summary>The fields that hold something.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    public string this[string field]
    {
        get => _texts.GetValueOrDefault(field, "");
        set
        {
            if (string.IsNullOrEmpty(value))
            {
                _texts.Remove(field);
            }
            else
            {
                _texts[field] = value;
            }
        }
    }

    public FieldForm Copy() => new(_texts);

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<string> Lines(string field) => FormRules.Lines(this[field]);

    /// <summary>The names of the fields in which another form differs, in their order.</summary>
    public IReadOnlyList<string> DifferingFrom(FieldForm other) =>
        [.. _texts.Keys.Union(other._texts.Keys).Where(field => this[field] != other[field]).Order(StringComparer.Ordinal)];
}
