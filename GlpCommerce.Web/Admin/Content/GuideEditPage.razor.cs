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

    /// <summary>Null for one that is still to be made.</summary>
    [Parameter]
    public int? Id { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    /// <summary>What the address says of a new one. What was read for another address tells nothing of it.</summary>
    private ArticleKind KindNow => Id is null ? GuideQuery.KindOf(Kind) : _article?.Kind ?? default;

    protected override string Subject => Id is { } id ? ArticleEditor.SubjectOf(id) : $"article:new-{KindNow}";

    protected override bool IsNew => Id is null;

    private string Title => _article?.Title ?? (KindNow == ArticleKind.Guide ? GuideTexts.NewGuide : GuideTexts.NewArticle);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    protected override FormDesk DeskOf(FieldForm form)
    {
        var kind = KindNow;
        return new(form, ArticleForm.Fields, field => ArticleForm.CopyOf(kind, field));
    }

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync()
    {
        var id = Id;
        var article = id is null ? null : await articles.FindAsync(id.Value);
        var approved = article is null ? new HashSet<string>() : await approver.ApprovedAsync(article);
        if (id == Id)
        {
            // Otherwise somebody has gone on meanwhile: what is open now has been read, or will be.
            (_article, _marked, _approved) = (article, article is null ? [] : ArticleApprover.Marked(article), approved);
        }

        return article is not null ? (ArticleForm.Of(article), article.Version) : id is null ? (new FieldForm(), 0) : null;
    }

    protected override Task ShownAsync()
    {
        _previewed = ArticleForm.Shown(Desk!.Form, KindNow);
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
        Id is { } id ? editor.SaveAsync(by, id, Version, Desk!.Form) : editor.CreateAsync(by, KindNow, Desk!.Form);

    private string TitleOf(string field) => field == ArticleStates.Field ? GuideTexts.State : Desk!.TitleOf(field);
}
