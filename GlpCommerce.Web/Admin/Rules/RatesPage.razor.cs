using GlpCommerce.Core.Pricing;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;

namespace GlpCommerce.Web.Admin.Rules;

/// <summary>What a parcel costs, and what each state takes on each kind of goods.</summary>
public sealed partial class RatesPage(RateEditor editor)
{
    public const string Path = "/admin/rates";

    private static readonly TaxClass[] Kinds = Enum.GetValues<TaxClass>();

    protected override string Subject => RateEditor.Subject;

    protected override FormDesk DeskOf(FieldForm form) => new(form, RateForm.Fields);

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync() =>
        await editor.ReadAsync() is var rates ? (RateForm.Of(rates), rates.Version) : null;

    private Task SaveAsync() => WorkAsync(by => SaveAsync(() => editor.SaveAsync(by, Version, Desk!.Form), RateTexts.SaidSaved));

    private static string ColumnOf(TaxClass kind) => RateForm.TitleOf(kind) is var title ? char.ToUpperInvariant(title[0]) + title[1..] : "";
}
