using GlpCommerce.Core.Common;

namespace GlpCommerce.Core.Staff;

/// <summary>Cleans what was typed into a field.</summary>
/// <param name="typed">As it was typed.</param>
/// <param name="refusal">Why it cannot stand so, in a sentence; null when it can.</param>
/// <returns>The text to keep.</returns>
public delegate string FormRule(string typed, out string? refusal);

/// <summary>One thing that staff say about something.</summary>
/// <param name="Name">In forms and in the history; stable.</param>
/// <param name="Title">What staff call it.</param>
public sealed record FormField(string Name, string Title, FormRule Rule)
{
    /// <summary>Reads all fields by their rules.</summary>
    /// <param name="refuse">Makes the problem of a field and a sentence.</param>
    /// <returns>The form as it is kept, or every problem at once, each with its field's name.</returns>
    public static Result<FieldForm> Read(IEnumerable<FormField> fields, FieldForm typed, Func<FormField, string, Problem> refuse)
    {
        var (form, problems) = (new FieldForm(), new List<Problem>());
        foreach (var field in fields)
        {
            form[field.Name] = field.Rule(typed[field.Name], out var refusal);
            if (refusal is not null)
            {
                problems.Add(refuse(field, refusal));
            }
        }

        return problems.Count > 0 ? problems : form;
    }
}
