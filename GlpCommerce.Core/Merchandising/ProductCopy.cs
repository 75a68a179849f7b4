using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Staff;

namespace GlpCommerce.Core.Merchandising;

/// <summary>A product's texts as the claims guard reads them.</summary>
public static class ProductCopy
{
    /// <summary>In the order in which a pack shows and speaks them: two of them may make one word.</summary>
    internal static readonly string[] Pack = ["line1", "line2", "number", "unit", "what"];

    /// <summary>The marks in a field of a product that is written like this.</summary>
    public static IReadOnlyList<ClaimMark> MarksOf(ProductField field, FieldForm form)
    {
        if (ProductFields.CopyOf(field, form) is not { } kind || form[field.Name] is not { Length: > 0 } text)
        {
            return [];
        }

        var marks = ClaimsGuard.Read(text, kind);
        return Pack.Contains(field.Name) ? [.. marks, .. Across(field.Name, form, kind).Where(whole => !marks.Any(mark => mark.Start < whole.Start + whole.Length && whole.Start < mark.Start + mark.Length))] : marks;
    }

    /// <summary>The marks in a field of the pack; null for another field.</summary>
    public static IReadOnlyList<ClaimMark>? OnPack(string field, FieldForm form) => Pack.Contains(field) ? MarksOf(ProductFields.Named(field)!, form) : null;

    internal static IReadOnlyList<ClaimMark> MarksOf(ProductPicture picture, FieldForm form) => AltTexts.Marks(picture.Alt, form);

    /// <summary>What a field of the pack says together with its neighbours. Each of them bears the mark, so that none can be approved alone.</summary>
    private static IEnumerable<ClaimMark> Across(string field, FieldForm form, CopyKind kind)
    {
        var said = Pack.Where(name => form[name] != "").ToList();
        var start = said.TakeWhile(name => name != field).Sum(name => form[name].Length + 1);
        var end = start + form[field].Length;
        foreach (var mark in said.Count > 1 ? ClaimsGuard.Read(string.Join('\n', said.Select(name => form[name])), kind) : [])
        {
            var (from, to) = (Math.Max(mark.Start, start), Math.Min(mark.Start + mark.Length, end));
            if (from < to && to - from < mark.Length)
            {
                yield return mark with { Start = from - start, Length = to - from, Word = mark.Word.Replace('\n', ' ') };
            }
        }
    }
}
