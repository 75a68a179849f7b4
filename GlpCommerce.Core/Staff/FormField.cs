namespace GlpCommerce.Core.Staff;

/// <summary>Cleans what was typed into a field.</summary>
/// <param name="typed">As it was typed.</param>
/// <param name="refusal">Why it cannot stand so, in a sentence; null when it can.</param>
/// <returns>The text to keep.</returns>
public delegate string FormRule(string typed, out string? refusal);

/// <summary>One thing that staff say about something.</summary>
/// <param name="Name">In forms and in the history; stable.</param>
/// <param name="Title">What staff call it.</param>
public record FormField(string Name, string Title, FormRule Rule)
{
    /// <summary>The unit behind the number, such as <c>g</c>.</summary>
    public string? Unit { get; init; }
}
