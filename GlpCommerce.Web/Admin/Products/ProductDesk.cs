using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Merchandising;

namespace GlpCommerce.Web.Admin.Products;

/// <summary>A product that somebody is writing: what is typed, what was refused of it, and what the claims guard marks.</summary>
public sealed class ProductDesk(ProductForm form)
{
    private readonly Dictionary<string, string> _refusals = [];
    private readonly Dictionary<string, (string Text, IReadOnlyList<ClaimMark> Marks)> _marks = [];

    public ProductForm Form { get; } = form;

    /// <summary>The pack as it is typed.</summary>
    public PackDesign Pack => new()
    {
        Template = Form["template"], Line1 = Form["line1"], Line2 = Form["line2"], Number = Form["number"], Unit = Form["unit"], What = Form["what"],
    };

    public Category Category => Vocabulary.CategoryOf(Form["category"]) ?? Category.Supplements;

    /// <summary>What belongs to no single field.</summary>
    public IReadOnlyList<string> General { get; private set; } = [];

    public IReadOnlyList<ProductField> Refused => [.. ProductFields.All.Where(refused => _refusals.ContainsKey(refused.Name))];

    public string? RefusalOf(string field) => _refusals.GetValueOrDefault(field);

    /// <summary>The marks in a field as it stands; read once for each text.</summary>
    public IReadOnlyList<ClaimMark> MarksOf(ProductField field)
    {
        if (ProductFields.CopyOf(field, Form) is not { } kind)
        {
            return [];
        }

        var key = $"{kind} {field.Name}";
        if (!_marks.TryGetValue(key, out var known) || known.Text != Form[field.Name])
        {
            known = _marks[key] = (Form[field.Name], ClaimsGuard.Read(Form[field.Name], kind));
        }

        return known.Marks;
    }

    /// <summary>The marks in what is said of a picture.</summary>
    public IReadOnlyList<ClaimMark> MarksOfAlt(string alt) =>
        ClaimsGuard.Read(alt, Form["kind"] == nameof(ProductKind.Supplement) ? CopyKind.Supplement : CopyKind.Product);

    public void Refuse(IReadOnlyList<Problem> problems)
    {
        _refusals.Clear();
        foreach (var problem in problems.Where(problem => problem.Field is not null && ProductFields.Named(problem.Field) is not null))
        {
            _refusals.TryAdd(problem.Field!, problem.Message);
        }

        General = [.. problems.Where(problem => problem.Field is null || ProductFields.Named(problem.Field) is null).Select(problem => problem.Message)];
    }

    /// <summary>What was refused of a field counts no longer once it is typed anew.</summary>
    public void Typed(string field) => _refusals.Remove(field);
}
