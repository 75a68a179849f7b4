using System.Text.RegularExpressions;
using GlpCommerce.Web.Tests.Support;

namespace GlpCommerce.Web.Tests.Admin;

/// <summary>Losing a connection never loses what somebody typed: whoever writes a new form finds out here that it has to be kept.</summary>
public sealed partial class KeptFormsTests
{
    /// <summary>What no browser lets a page fill in again.</summary>
    private static readonly string[] OnlyOfFiles = ["ImportPage.razor"];

    /// <summary>Searching and narrowing down is done anew with one press.</summary>
    private static readonly string[] Signs = ["data-typed=", "data-keep=", "role=\"search\""];

    private static readonly IReadOnlyList<(string Name, string Text)> Parts =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "GlpCommerce.Web", "Admin"), "*.razor", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
    ];

    [Fact]
    public void Every_form_of_the_staff_is_kept_as_it_is_typed()
    {
        var forms = Parts.SelectMany(part => Form().Matches(part.Text).Select(form => (part.Name, Tag: form.Value))).ToList();

        Assert.NotEmpty(forms);
        Assert.DoesNotContain(forms, form => !IsKept(form.Tag) && !OnlyOfFiles.Contains(form.Name));
    }

    [Fact]
    public void Every_dialog_into_which_something_is_typed_has_a_form_that_is_kept() => Assert.Empty(
        Parts.Where(part => part.Text.Contains("<MudDialog ", StringComparison.Ordinal) || part.Text.Contains("<MudDialog>", StringComparison.Ordinal))
            .Where(part => !part.Text.Contains("<StaffForm ", StringComparison.Ordinal) && !part.Text.Contains("data-keep=", StringComparison.Ordinal)).Select(part => part.Name));

    private static bool IsKept(string tag) => Signs.Any(sign => tag.Contains(sign, StringComparison.Ordinal));

    /// <summary>An arrow within a tag does not end it.</summary>
    [GeneratedRegex("<form\\b(?:=>|[^>])*>")]
    private static partial Regex Form();
}
