using GlpCommerce.Core.Catalog;
using GlpCommerce.Core.Content;
using GlpCommerce.Web.Resources;
using static GlpCommerce.Web.Resources.Words;

namespace GlpCommerce.Web.Features.Learn;

/// <summary>What stands around a guide: how long it is, where it comes from, whom it is for.</summary>
public static class GuideWords
{
    private const int WordsPerMinute = 200;

    /// <summary>The guide that stands first on the front page when no stage is chosen.</summary>
    private const string First = "guide-02-protein";

    public static string Length(Article guide)
    {
        var minutes = Math.Max(1, (int)Math.Round(guide.Words / (double)WordsPerMinute));
        return Say(minutes == 1 ? ShopTexts.GuideMinute : ShopTexts.GuideMinutes, guide.Words, minutes);
    }

    public static string Sources(Article guide) => guide.Sources.Count switch
    {
        0 => ShopTexts.GuideNoSource,
        1 => ShopTexts.GuideSource,
        var count => Say(ShopTexts.GuideSources, count),
    };

    public static string Stages(Article guide) =>
        guide.Stages.Count == 0 || guide.Stages.Count == Vocabulary.Stages.Count
            ? ShopTexts.GuideAllStages
            : string.Join(ShopTexts.And, guide.Stages.Select(stage => stage.Label()));

    /// <summary>The guides for a stage, those written for it alone first.</summary>
    public static IEnumerable<Article> ForFrontPage(IReadOnlyList<Article> guides, JourneyStage? stage, int count) =>
        guides.Where(guide => stage is null || guide.Stages.Contains(stage.Value))
            .OrderBy(guide => stage is null ? (guide.Slug == First ? 0 : 1) : guide.Stages.Count).Take(count);
}
