using GlpCommerce.Core.Common;
using GlpCommerce.Core.Content;
using GlpCommerce.Core.Staff;
using GlpCommerce.Web.Admin.Editing;
using GlpCommerce.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace GlpCommerce.Web.Admin.Content;

/// <summary>A guide, or the article of products' pages, while it is written.</summary>
public sealed partial class GuideEditPage(StaffArticles articles, ArticleEditor editor, NavigationManager nav, TimeProvider clock)
{
    private static readonly TimeSpan PreviewPause = TimeSpan.FromMilliseconds(250);

    private Article? _article;
    private Article? _previewed;
    private ArticleKind _kind;
    private string? _opened;
    private int _typed;

    /// <summary>Null for one that is still to be made.</summary>
    [Parameter]
    public int? Id { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    protected override string Subject => Id is { } id ? ArticleEditor.SubjectOf(id) : $"article:new-{_kind}";

    private string Title => _article?.Title ?? (_kind == ArticleKind.Guide ? GuideTexts.NewGuide : GuideTexts.NewArticle);

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    protected override async Task OnParametersSetAsync()
    {
        _kind = Id is null ? GuideQuery.KindOf(Kind) : _kind;
        if (_opened != Subject)
        {
            (_opened, _article) = (Subject, null);
            await OpenAsync();
        }
    }

    protected override FormDesk DeskOf(FieldForm form) => new(form, ArticleForm.Fields, field => ArticleForm.CopyOf(_kind, field));

    protected override async Task<(FieldForm Form, int Version)?> ReadSavedAsync()
    {
        if (Id is not { } id)
        {
            return (new FieldForm(), 0);
        }

        _article = await articles.FindAsync(id);
        _kind = _article?.Kind ?? _kind;
        return _article is { } article ? (ArticleForm.Of(article), article.Version) : null;
    }

    protected override Task ShownAsync()
    {
        _previewed = ArticleForm.Shown(Desk!.Form, _kind);
        return Task.CompletedTask;
    }

    private async Task TypedAsync()
    {
        Said = null;
        var mine = ++_typed;
        await Task.Delay(PreviewPause);
        if (mine == _typed)
        {
            await ShownAsync();
        }
    }

    private Task SaveAsync() => WorkAsync(async by =>
    {
        var isNew = Id is null;
        var saved = Id is { } id ? await editor.SaveAsync(by, id, Version, Desk!.Form) : await editor.CreateAsync(by, _kind, Desk!.Form);
        if (await TakeAsync(saved, EditingTexts.SaidSaved) && isNew)
        {
            nav.NavigateTo(GuideQuery.PathOf(saved.Value!.Id), replace: true);
        }
    });

    /// <summary>Saves what is typed, and then does something to the article.</summary>
    private Task ActAsync(Func<Actor, int, int, CancellationToken, Task<Result<ArticleVersion>>> act, string said) => WorkAsync(async by =>
    {
        var isTyped = Desk!.Form.DifferingFrom(ArticleForm.Of(_article!)).Count > 0;
        if (!isTyped || await TakeAsync(await editor.SaveAsync(by, _article!.Id, Version, Desk.Form), EditingTexts.SaidSaved))
        {
            await TakeAsync(await act(by, _article!.Id, Version, CancellationToken.None), said);
        }
    });

    private string TitleOf(string field) => field == ArticleStates.Field ? GuideTexts.State : Desk!.TitleOf(field);
}
