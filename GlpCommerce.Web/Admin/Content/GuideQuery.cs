using System.Globalization;
using GlpCommerce.Core.Content;

namespace GlpCommerce.Web.Admin.Content;

/// <summary>The list of guides as its address tells it; what cannot be read there is left out.</summary>
public sealed record GuideQuery(StaffArticleFilter Filter)
{
    public const string Path = "/admin/guides";

    private const string Articles = "product";
    private const int LastPage = 10_000;

    public static string PathOf(int id) => string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}");

    public static string NewPath(ArticleKind kind) => kind == ArticleKind.Guide ? $"{Path}/new" : $"{Path}/new?kind={Articles}";

    public static ArticleKind KindOf(string? typed) => typed == Articles ? ArticleKind.Product : ArticleKind.Guide;

    public static ArticleState? StateOf(string? typed) =>
        Enum.GetNames<ArticleState>().Any(name => name.Equals(typed, StringComparison.OrdinalIgnoreCase)) ? Enum.Parse<ArticleState>(typed!, ignoreCase: true) : null;

    public static GuideQuery Of(string? kind, string? text, string? state, string? overdue, string? page) => new(new StaffArticleFilter(
        KindOf(kind), text is { Length: > 0 and <= 100 } ? text : null, StateOf(state), overdue == "true",
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number - 1, 0, LastPage) : 0));

    public string Url()
    {
        var parts = new List<string>();
        parts.AddRange(Filter.Kind == ArticleKind.Product ? [$"kind={Articles}"] : []);
        parts.AddRange(string.IsNullOrWhiteSpace(Filter.Text) ? [] : [$"q={Uri.EscapeDataString(Filter.Text)}"]);
        parts.AddRange(Filter.State is { } state ? [$"state={state.ToString().ToLowerInvariant()}"] : []);
        parts.AddRange(Filter.OnlyOverdue ? ["overdue=true"] : []);
        parts.AddRange(Filter.Page > 0 ? [string.Create(CultureInfo.InvariantCulture, $"page={Filter.Page + 1}")] : []);
        return parts.Count == 0 ? Path : $"{Path}?{string.Join('&', parts)}";
    }
}
