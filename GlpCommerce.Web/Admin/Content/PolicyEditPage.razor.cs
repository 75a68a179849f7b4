using GlpCommerce.Core.Content;
using GlpCommerce.Core.Staff;
using GlpCommerce.Core.Startup;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Admin.Content;

/// <summary>One of the merchant's pages while it is written, and what shoppers will read of it.</summary>
public sealed partial class PolicyEditPage(PolicyEditor editor, PolicyPages pages)
{
    private static readonly string Hint =
        $"{Say(EditingTexts.HintMarkdown, PolicyForm.LongestBody)} {Say(GuideTexts.HintPlaceholders, string.Join(", ", PolicyForm.Placeholders.Select(name => $"{{{{{name}}}}}")))}";

    private Policy? _policy;
    private string _previewed = "";

    [Parameter]
    public string Slug { get; set; } = "";

    protected override string Subject => PolicyEditor.SubjectOf(Slug);

    protected override FormDesk DeskOf(FieldForm form) => new(form, PolicyForm.Fields, PolicyForm.CopyOf);

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync()
    {
        _policy = await editor.FindAsync(Slug);
        return _policy is { } policy ? (PolicyForm.Of(policy), policy.Version) : null;
    }

    protected override async Task ShownAsync() => _previewed = await pages.FillAsync(Desk!.Form["body"]);

    private Task SaveAsync() => WorkAsync(by => SaveAsync(() => editor.SaveAsync(by, Slug, Version, Desk!.Form), EditingTexts.SaidSaved));
}
