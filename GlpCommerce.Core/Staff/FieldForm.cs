using System.Globalization;
using GlpCommerce.Core.Common;

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

    /// <summary>The number in a field that its rule has let through; null when it is empty.</summary>
    public decimal? Number(string field) => this[field] is { Length: > 0 } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Reads all fields by their rules.</summary>
    /// <param name="refuse">Makes the problem of a field and a sentence.</param>
    /// <returns>The form as it is kept, or every problem at once, each with its field's name.</returns>
    public Result<FieldForm> Read(IEnumerable<FormField> fields, Func<FormField, string, Problem> refuse)
    {
        var form = Read(fields, refuse, out var problems);
        return problems.Count > 0 ? problems : form;
    }

    /// <returns>The form as it is kept; what is refused of it stands there as it was typed.</returns>
    internal FieldForm Read(IEnumerable<FormField> fields, Func<FormField, string, Problem> refuse, out List<Problem> problems)
    {
        var form = new FieldForm();
        problems = [];
        foreach (var field in fields)
        {
            form[field.Name] = field.Rule(this[field.Name], out var refusal);
            if (refusal is not null)
            {
                problems.Add(refuse(field, refusal));
            }
        }

        return form;
    }

    /// <summary>The same form with some fields as another has them.</summary>
    internal FieldForm With(FieldForm other, IEnumerable<string> fields)
    {
        var form = Copy();
        foreach (var field in fields)
        {
            form[field] = other[field];
        }

        return form;
    }

    /// <summary>The names of the fields in which another form differs, in their order.</summary>
    public IReadOnlyList<string> DifferingFrom(FieldForm other) =>
        [.. _texts.Keys.Union(other._texts.Keys).Where(field => this[field] != other[field]).Order(StringComparer.Ordinal)];

    /// <summary>What differs from an earlier form, in the order of the fields.</summary>
    public List<TextChange> ChangesFrom(FieldForm before, IEnumerable<FormField> fields) =>
        [.. fields.Where(field => this[field.Name] != before[field.Name]).Select(field => new TextChange(field.Name, before[field.Name], this[field.Name]))];
}
