using GlpCommerce.Core.Claims;
using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Content;

/// <summary>A guide, or the article of products' pages, while it is written.</summary>
public sealed partial class GuideEditPage(StaffArticles articles, ArticleEditor editor, ArticleApprover approver, NavigationManager nav, TimeProvider clock)
{
    private IReadOnlyList<(FormField Field, IReadOnlyList<ClaimMark> Marks)> _marked = [];
    private IReadOnlySet<string> _approved = new HashSet<string>();
    private Article? _article;
    private Article? _previewed;
    private ArticleKind _kind;

    /// <summary>Null for one that is still to be made.</summary>
    [Parameter]
    public int? Id { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    protected override string Subject => Id is { } id ? ArticleEditor.SubjectOf(id) : $"article:new-{_kind}";

    protected override bool IsNew => Id is null;

    private string Title => _article?.Title ?? (_kind == ArticleKind.Guide ? GuideTexts.NewGuide : GuideTexts.NewArticle);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    protected override Task OnParametersSetAsync()
    {
        _kind = IsNew ? GuideQuery.KindOf(Kind) : _kind;
        return base.OnParametersSetAsync();
    }

    protected override FormDesk DeskOf(FieldForm form) => new(form, ArticleForm.Fields, field => ArticleForm.CopyOf(_kind, field));

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync()
    {
        _article = Id is { } id ? await articles.FindAsync(id) : null;
        _kind = _article?.Kind ?? _kind;
        _marked = _article is { } found ? ArticleApprover.Marked(found) : [];
        _approved = _article is { } read ? await approver.ApprovedAsync(read) : new HashSet<string>();
        return _article is { } article ? (ArticleForm.Of(article), article.Version) : IsNew ? (new FieldForm(), 0) : null;
    }

    protected override Task ShownAsync()
    {
        _previewed = ArticleForm.Shown(Desk!.Form, _kind);
        return Task.CompletedTask;
    }

    private Task SaveAsync() => WorkAsync(async by =>
    {
        var isNew = IsNew;
        if ((await SaveAsync(() => WriteAsync(by), EditingTexts.SaidSaved)).Value is { } saved && isNew)
        {
            nav.NavigateTo(GuideQuery.PathOf(saved.Id), replace: true);
        }
    });

    private Task ActAsync(Func<Actor, int, int, CancellationToken, Task<Result<ArticleVersion>>> act, string said) =>
        WorkAsync(by => ActAsync(() => WriteAsync(by), () => act(by, Id!.Value, Version, CancellationToken.None), said));

    private Task ApproveAsync((string Field, string Reason) approval) =>
        ApproveAsync(by => approver.ApproveAsync(by, Id!.Value, Version, approval.Field, approval.Reason));

    private Task<Result<ArticleVersion>> WriteAsync(Actor by) =>
        Id is { } id ? editor.SaveAsync(by, id, Version, Desk!.Form) : editor.CreateAsync(by, _kind, Desk!.Form);

    private string TitleOf(string field) => field == ArticleStates.Field ? GuideTexts.State : Desk!.TitleOf(field);
}
