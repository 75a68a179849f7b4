using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Web.Admin.Editing;

/// <summary>Something that somebody is writing: what is typed, what was refused of it, and what the claims guard marks.</summary>
/// <param name="copyOf">As what the claims guard reads a field; null for a field that it does not read.</param>
/// <param name="together">The marks in a field that is read with its neighbours; null for one that is read by itself.</param>
public sealed class FormDesk(
    FieldForm form, IReadOnlyList<FormField> fields, Func<string, CopyKind?>? copyOf = null, Func<string, IReadOnlyList<ClaimMark>?>? together = null)
{
    private readonly Dictionary<string, string> _refusals = [];
    private readonly Dictionary<(string, CopyKind), (string Text, IReadOnlyList<ClaimMark> Marks)> _marks = [];

    public FieldForm Form { get; } = form;

    public IReadOnlyList<FormField> Fields { get; } = fields;

    /// <summary>What belongs to no single field.</summary>
    public IReadOnlyList<string> General { get; private set; } = [];

    public IReadOnlyList<(string Name, string Title, string Refusal)> Refused =>
        [.. Fields.Where(refused => _refusals.ContainsKey(refused.Name)).Select(refused => (refused.Name, refused.Title, _refusals[refused.Name]))];

    public bool IsRefused => General.Count > 0 || _refusals.Count > 0;

    public string TitleOf(string name) => Named(name)?.Title ?? name;

    public FormField? Named(string name) => Fields.FirstOrDefault(field => field.Name == name);

    public string? RefusalOf(string name) => _refusals.GetValueOrDefault(name);

    /// <summary>What was typed another time; what is no field of this form is left out.</summary>
    public FieldForm Of(KeptForm kept) => new(Fields.Where(field => kept.Texts.ContainsKey(field.Name)).Select(field => KeyValuePair.Create(field.Name, kept.Texts[field.Name])));

    /// <summary>The marks in a field as it stands; read once for each text.</summary>
    public IReadOnlyList<ClaimMark> MarksOf(string name)
    {
        if (together?.Invoke(name) is { } marks)
        {
            return marks;
        }

        if (copyOf?.Invoke(name) is not { } kind)
        {
            return [];
        }

        if (!_marks.TryGetValue((name, kind), out var known) || known.Text != Form[name])
        {
            known = _marks[(name, kind)] = (Form[name], ClaimsGuard.Read(Form[name], kind));
        }

        return known.Marks;
    }

    public void Refuse(IReadOnlyList<Problem> problems)
    {
        _refusals.Clear();
        var names = Fields.Select(field => field.Name).ToHashSet();
        foreach (var problem in problems.Where(problem => problem.Field is { } name && names.Contains(name)))
        {
            _refusals[problem.Field!] = _refusals.TryGetValue(problem.Field!, out var known) ? $"{known} {problem.Message}" : problem.Message;
        }

        General = [.. problems.Where(problem => problem.Field is not { } name || !names.Contains(name)).Select(problem => problem.Message)];
    }

    /// <summary>Says something that belongs to no field, and nothing else.</summary>
    public void Say(string sentence)
    {
        _refusals.Clear();
        General = [sentence];
    }

    /// <summary>What was refused of a field counts no longer once it is typed anew.</summary>
    public void Typed(string name) => _refusals.Remove(name);
}
