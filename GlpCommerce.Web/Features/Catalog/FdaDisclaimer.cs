namespace GlpCommerce.Web.Features.Catalog;

/// <summary>The words of 21 CFR 101.93(c). They are law, not copy: nobody translates or edits them.</summary>
public static class FdaDisclaimer
{
    private const string Product = " not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.";
    private const string One = "This statement has" + Product;
    private const string Several = "These statements have" + Product;

    /// <summary>The statement that belongs to a claim of one or several sentences.</summary>
    public static string For(string claim) => claim.TrimEnd(' ', '.').Contains(". ", StringComparison.Ordinal) ? Several : One;
}
